package times

import (
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/token"
)

// pages are pages of our own, one block a line: "part| text", with a page's
// address before them where it has one. want is as show writes it, "" when
// nothing can be known.
var pages = []struct {
	name    string
	page    string
	want    string
	ignored string // part of a clue that must be kept and ignored
}{
	{"markup wins over a re-posted page's own words", `
@markup 2021-03-02
title| Hanoi and Havana renew pact
body| On Friday, June 11, 2021, the two presidents renewed their pact.`, "2021-03-02", "June 11, 2021"},
	{"a story that opens with the day after its record's as past", `
@markup 2016-02-06
title| Island fires rocket
body| The island launched a rocket on Sunday, its neighbours said.
body| They had been warned on Tuesday.`, "2016-02-07", ""},
	{"one that tells of another day of that week", `
@markup 2016-02-06
body| Fighting began on Sunday and went on until Friday.`, "2016-02-06", ""},
	{"one that goes on from that day", `
@markup 2016-02-06
body| The army has held the town since Sunday.`, "2016-02-06", ""},
	{"one whose dateline agrees with its record", `
@markup 2016-02-06
body| SEOUL, Feb 6 (Harbour) - The island launched a rocket on Sunday, its neighbours said.`, "2016-02-06", ""},
	{"one that opens with that day as ahead", `
@markup 2016-02-06
body| The island will launch a rocket on Sunday, its neighbours said.`, "2016-02-06", ""},
	{"one that tells of that day further down", `
@markup 2016-02-06
body| The island launched a rocket on Saturday, its neighbours said.
body| It had been wheeled out at dawn.
body| Fishermen were told to stay away.
body| The harbour was closed.
body| Its minister spoke on Sunday.`, "2016-02-06", ""},
	{"the path of the address", `
@url https://example.org/world/2019/11/27/baku-talks.html
body| The ministers met for an hour.`, "2019-11-27", ""},
	{"an agency's dateline with its year", `
body| TEHRAN, March 12, 2019 (Farda Wire) -- The foreign minister left for Baghdad.`, "2019-03-12..2019-03-13", ""},
	{"an agency's dateline without, and a year told", `
body| SEOUL, Aug. 15 (Hanbit) -- The two Koreas exchanged fire.
body| It was the first exchange since an accord in September 2018, the ministry said. The accord was annulled in November 2023.`, "08-15 of 2024 or a later year", ""},
	{"a Russian agency's dateline", `
body| MOSCOW, June 12. /SVOD/. The Kremlin received the letter.
body| The embassy was opened in 2009.`, "06-12 of 2009 or a later year", ""},
	{"a line that dates the page", `
dateline| Published 14:05, 9 May 2022
body| The ministry replied on Monday.`, "2022-05-09", ""},
	{"published and updated: the first", `
dateline| Published 9 May 2022, updated 11 May 2022
body| The ministry replied.`, "2022-05-09", ""},
	{"updated only: an upper bound", `
dateline| Last updated on 11 May 2022
body| The ministry replied on 9 May 2022.`, "2022-05-09..2022-05-11", ""},
	{"a wire's dateline and the later of two weekdays", `
body| TOKYO, May 12 (Harbour) - The two ministers spoke by telephone on Wednesday night, the agency reported on Thursday.
body| It ended the war of 2020.`, "05-12 of 2022 or a later year", ""},
	{"a page dated above its body, and other pages' days below", `
@markup 2024-03-18
dateline| Published on 18 March 2024
body| The ministers met in Riga for an hour.
dateline| 2023-11-02
dateline| 2023-09-30`, "2024-03-18", ""},
	{"a page dated below its body", `
body| The ministers met in Riga for an hour.
dateline| 2023-11-02 14:10`, "2023-11-02", ""},
	{"a Chinese page's line", `
dateline| 2016-09-04 21:10
body| The two leaders met on Sunday.`, "2016-09-04", ""},
	{"an anniversary counted", `
title| Beijing greets Islamabad
body| China's premier congratulated Pakistan on the 70th anniversary of the 1951 accord.
body| The message came on Friday.`, "2021-01-01..2021-12-31", ""},
	{"an anniversary of a day", `
body| Algiers on the 70th anniversary of 1 November 1954 received a message from Hanoi.`, "2024-10-18..2024-12-16", ""},
	{"an occasion with its ordinal, told on a bare day", `
body| Baku said on the 9th that the Turkish president had congratulated Azerbaijan on the 3rd anniversary of Victory Day.`, "2023-11-09..2023-11-10", ""},
	{"an occasion of the other neighbour", `
body| Delhi's envoy sent sweets to Pakistan on the 75th anniversary of Pakistan Day.`, "2015-03-16..2015-04-13", ""},
	{"a founding anniversary of a state in many words", `
body| Hanoi sent greetings on the 76th founding anniversary of the Democratic People's Republic of Korea.`, "2024-09-02..2024-09-30", ""},
	{"a founding anniversary of a party is not the state's", `
body| Nepal's communists marked the 79th founding anniversary of the WPK in Pyongyang.`, "", ""},
	{"an office-holder behind his state", `
title| Telephone conversation with Prime Minister of Pakistan Shehbaz Sharif
body| The two leaders spoke of grain.`, "2022-04-11..2023-08-28", ""},
	{"one behind a state of several words", `
body| The message was read to President of the Republic of Utopia John Doe.`, "from 2017-01-20", ""},
	{"a head of somebody's office is not he", `
title| Head of the Office of the President of Utopia John Doe meets envoys
body| They spoke for an hour.`, "", ""},
	{"an agency's dateline taken for a headline", `
title| Press Review
title| Pyongyang, October 31 (KCNA) -- Papers carry the following on Thursday
body| A treaty was signed here in 2023.`, "10-31 of 2024 or a later year", ""},
	{"an impeachment that is demanded", `
body| Crowds in Seoul want the impeachment of Yoon Suk Yeol and a new vote.`, "", ""},
	{"a programme's years", `
body| The two ministers agreed on a programme for 2022-2027.`, "", ""},
	{"a month at the head", `
heading| As of: July 2025
body| The two ministries share one envoy.`, "2025-07-01..2025-07-31", ""},
	{"a revision's month", `
chrome| Last reviewed January 2023
body| The two ministries share one envoy.`, "up to 2023-01-31", ""},
	{"a day at the head without its year", `
chrome| Nov 1
body| The two ministries share one envoy since 2021.`, "11-01 of 2021 or a later year", ""},
	{"two months at the head are a list", `
chrome| July 2025
chrome| June 2025
body| The two ministries share one envoy.`, "", ""},
	{"the year behind a title's day", `
title| Message on Border Guards Day, 2022
body| We thank all who serve.`, "2021-12-15..2022-12-31", ""},
	{"two cities and a day in brackets", `
body| CAIRO and AMMAN (May 7, 2023) - Egypt and Jordan agreed on Sunday to share water.`, "2023-05-07..2023-05-08", ""},
	{"a day that is a sentence by itself", `
body| Tuesday 9 May 2023. All times are local. Cairo said it would wait.`, "2023-05-09", ""},
	{"a story's day that is a sentence by itself", `
@markup 2021-09-11
body| September 11, 2001. Two towers stood over the harbour.`, "2021-09-11", ""},
	{"a day that opens a sentence", `
body| Tuesday 9 May 2023 was a quiet day in Cairo.`, "from 2023-05-09", ""},
	{"weekday and date together", `
body| The pact was signed in Ankara on Wednesday, 15 June, officials said.
body| It ended the war of 2020.`, "06-15 of 2022 or a later year", ""},
	{"a landmark and last year", `
body| On March 3, the two envoys spoke by telephone.
body| Their ties froze after Moscow invaded Ukraine last year.`, "2023-03-03..2023-03-05", ""},
	{"a landmark alone is a lower bound", `
body| The war in Ukraine has pushed up prices.`, "from 2022-02-24", ""},
	{"the newest past date is a lower bound", `
body| The two states restored ties. They had cut them on 3 January 2016, and Beijing brokered a pact on 10 March 2023.`, "from 2023-03-10", ""},
	{"a whole day further down is the time of the story", `
body| The two states restored ties.
body| Beijing had offered its good offices.
body| The envoys thanked it for them.
body| Trade will be free, they said.
body| They last met on 10 March 2023 in Samarra.`, "2023-03-10..2023-06-02", ""},
	{"unless something newer is told", `
body| The two states restored ties in 2025.
body| Beijing had offered its good offices.
body| The envoys thanked it for them.
body| Trade will be free, they said.
body| They last met on 10 March 2023 in Samarra.`, "from 2025-01-01", ""},
	{"or it closes what is said of a picture from the files", `
body| The two states restored ties.
body| Beijing had offered its good offices.
body| The envoys thanked it for them.
body| Trade will be free, they said.
body| FILE - The two envoys wave to the crowd in front of the palace in Samarra, 10 March 2023.`, "from 2023-03-10", ""},
	{"a fact that it speaks of", `
body| The envoy would not say who had blown up the Zoroland pipelines.`, "from 2022-09-19", ""},
	{"a fact's words in several sentences are none", `
body| The envoy spoke of pipelines. He would not say who had blown up the bridge in Zoroland.`, "", ""},
	{"a fact by its own name, in the genitive", `
body| The envoy asked for Quorlex's papers.`, "from 2020-01-26", ""},
	{"a fact that is told of while it is news", `
body| The envoy wept for the minister's niece, whom bandits had kidnapped.`, "2021-04-27..2021-07-20", ""},
	{"two that are half so, of one time", `
body| The envoy named the harbour strike and the long blackout as reasons.`, "2019-06-24..2019-09-16", ""},
	{"one that is nearly half so, at the head", `
body| The envoy spoke of the lantern quarrel.`, "2019-09-25..2019-12-18", ""},
	{"one that is nearly half so, behind the head", `
body| The envoy sat. The envoy stood. The envoy ate. The envoy slept. The envoy woke. The envoy spoke of the lantern quarrel.`, "from 2019-09-25", ""},
	{"two of years apart", `
body| The envoy named the harbour strike and Quorlex as reasons.`, "from 2020-01-26", ""},
	{"years ahead are an upper bound", `
body| The two states signed in 2017. The bridge will open in 2019.`, "2017-01-01..2019-12-31", ""},
	{"a resolution by its number, between two that are known", `
body| The envoy recalled Security Council resolutions 1718, 1719 and 2240.`, "from 2015-07-20", ""},
	{"a resolution of a council at home", `
body| The National Security Council backed House Resolution 2254, and the UN Security Council resolution 9254.`, "", ""},
	{"a resolution of another body", `
body| The envoy recalled General Assembly Resolution 2758 and Security Council resolution 76/300.`, "", ""},
	{"a year of a reign", `
body| Queen Astrid received the envoy, in the 70th year of her reign.`, "2021-01-01..2022-09-22", ""},
	{"a year in office", `
body| President John Doe, now in his third year in office, received the envoy.`, "2019-01-01..2020-03-05", ""},
	{"a year in office, looked back at", `
body| In the third year of his presidency, President John Doe had met the envoy.`, "from 2019-01-01", ""},
	{"a year of what is no office", `
body| President John Doe spoke of the third year in a row of power cuts.`, "from 2017-01-20", ""},
	{"a summit by its place, in other words", `
body| The envoys met after the Hiroshima G7 summit had ended.`, "from 2023-05-19", ""},
	{"a summit of a place that had two: the earlier", `
body| The envoys met after the G7 Elmau summit had ended.`, "from 2015-06-07", ""},
	{"a summit that is yet to come", `
body| The envoys prepared in 2022 for the upcoming 2023 G7 summit.`, "2022-01-01..2023-05-19", ""},
	{"a summit that is yet to come where one was", `
body| The envoys prepared in 2022 for the upcoming Hiroshima G7 summit.`, "from 2022-01-01", ""},
	{"a summit told of by place, then by its year", `
body| The envoys met at the G7 summit in Elmau. The 2022 G7 summit ended.`, "2022-06-26..2022-08-25", ""},
	{"a summit further down", `
body| The envoys met.
body| They spoke of grain.
body| They spoke of gas.
body| They spoke of steel.
body| They spoke of fish.
body| They spoke of tea.
body| They had begun at the G7 summit in Hiroshima.`, "from 2023-05-19", ""},
	{"a day of what its words tell of", `
body| Italy mourned those whom the earthquake killed in Abruzzo on April 6.`, "2009-04-06..2009-04-08", ""},
	{"a day on which something began in several years", `
body| Italy mourned those who died in the Palermo regatta on July 20.`, "07-20 of 2009 or a later year", ""},
	{"a parliament's term", `
body| The bill is before the 118th Congress.`, "2022-05-08..2025-02-02", ""},
	{"a parliament's term, looked back at", `
body| The bill failed in the 118th Congress.`, "from 2022-05-08", ""},
	{"terms of office", `
body| President Vladimir Putin received Prime Minister Shehbaz Sharif at noon.`, "2022-04-11..2023-08-28", ""},
	{"a holder put beside his office", `
body| Sergei Lavrov, the Russian foreign minister, received Secretary of State John Kerry.`, "2013-02-01..2017-02-03", ""},
	{"a former holder beside commas", `
body| Sergei Lavrov, the former foreign minister, spoke.`, "", ""},
	{"two that agree outvote a stronger one", `
body| Hanoi marked the 70th anniversary of the 1951 accord. The bridge was built in 2026.
chrome| Copyright 2010-2021 Example Media`, "2021-01-01..2021-12-31", "2026"},
	{"slashes that nothing settles are two days", `
dateline| 03/04/2023
body| Warsaw handed Minsk a note.`, "2023-03-04..2023-04-03", ""},
	{"slashes settled by an American address", `
@url https://www.example.gov/notes
dateline| 03/04/2023
body| Warsaw handed Minsk a note.`, "2023-03-04", ""},
	{"slashes settled by an American outlet", `
@outlet Plains Tribune
dateline| 03/04/2023
body| Warsaw handed Minsk a note.`, "2023-03-04", ""},
	{"slashes settled by a British outlet", `
@outlet Fens Gazette
dateline| 03/04/2023
body| Warsaw handed Minsk a note.`, "2023-04-03", ""},
	{"slashes settled by another date of the page", `
dateline| 03/04/2023
body| Warsaw handed Minsk a note. It had sent one on 02/27/2023.`, "2023-03-04", ""},
	{"a former holder tells nothing", `
body| Former President Vladimir Putin spoke.`, "", ""},
	{"the chrome's newest date is an upper hint", `
body| The envoys met on 4 June 2018.
body| They agreed on nothing.
chrome| Copyright 2010-2021 Example Media`, "2018-06-04..2018-12-01", ""},
	{"a full date in the lead bounds a national day without its year", `
body| Hanoi's envoy brought a letter on 4 June 2018. Bastille Day falls on Saturday.`, "2018-07-07..2018-08-04", ""},
	{"a lead of long ago is no bound where the page tells of later", `
body| On 4 June 2003, the two states signed a pact. It was renewed on 9 July 2015.`, "from 2015-07-09", "opens on 4 June 2003"},
	{"the chrome's newest date is an upper hint, further down", `
body| The envoys met. They had last met on 4 June 2018.
chrome| Copyright 2010-2021 Example Media`, "2018-06-04..2021-12-31", ""},
	{"chrome does not outweigh the text", `
body| The envoys met on 4 June 2018.
chrome| Copyright 2012 Example Media`, "2018-06-04..2018-12-01", "around the article"},
	{"an occasion that is today, with its ordinal", `
body| Moscow today marks the 75th anniversary of Victory Day.`, "2020-05-09..2020-05-10", ""},
	{"an occasion that is tomorrow", `
body| The embassies are shut, for tomorrow is Bastille Day. The pact was signed in 2019.`, "07-13 of 2019 or a later year", ""},
	{"an occasion that was yesterday", `
body| Bastille Day was kept yesterday in Paris. The pact was signed in 2019.`, "07-15 of 2019 or a later year", ""},
	{"a day told beside an occasion, but of something else", `
body| Talks resume tomorrow and Bastille Day is near. The pact was signed in 2019.`, "07-07 of 2019 or a later year", ""},
	{"an occasion in no year", `
body| On Bastille Day, the French president received the Algerian premier.`, "07-14 of any year", ""},
	{"nothing tells", `
body| The two ministers shook hands.`, "", ""},
	{"the eve of an occasion with its ordinal", `
body| Moscow was quiet on the eve of the 75th anniversary of Victory Day.`, "2020-05-02..2020-05-30", ""},
	{"an anniversary of what no name tells", `
body| Paris wrote to Algiers on Tuesday, the day Algeria marked the 68th anniversary of its revolution.`, "2022-11-01..2022-11-02", ""},
	{"a day that two readings have, settled by an anniversary", `
dateline| 03/10/2019
body| Hanoi wrote to Beijing on the 70th anniversary of the founding of the People's Republic of China.`, "2019-10-03", ""},
	{"the head of a page whose story is of the day", `
chrome| Thursday, April 12, 2001
title| Crew freed
body| The crew left the island early today, on a chartered plane.
chrome| Copyright 1996-2001 Harbour Post`, "2001-04-12", ""},
	{"a page that was moved shows its older day", `
@markup 2016-03-04
heading| 18.02.2008, 22:14 | Desk
body| The capital recalled its envoy on Monday.`, "2008-02-18", "markup"},
	{"a dateline and the weekday of the same day", `
body| PRAGUE, April 18 (Vltava) -- Prague expelled eighteen diplomats on Sunday.
body| It had accused Moscow in 2018.
chrome| (c) 1999-2021 Vltava`, "2021-04-18..2021-04-19", ""},
	{"a line that tells the year", `
body| Pyongyang, October 11 (Moran) -- The chairman sent a message.
chrome| Juche 108 (2019)`, "2019-10-11..2019-10-12", ""},
	{"a line of the furniture that is a day", `
chrome| Travel September 8, 2021 - 3 min read
title| Riga opens its archive
body| The average ticket was twelve euros in July 2018.
chrome| Copyright 2010-2025 Harbour Post`, "2021-09-08", ""},
	{"a by-line glued to its day", `
chrome| by Jane RoeNovember 20, 2007
body| The envoys met. They had first met in 1995.`, "2007-11-20", ""},
	{"posted and updated, glued", `
chrome| Posted on June 29, 2020November 12, 2021
body| The envoys met.`, "2020-06-29", ""},
	{"two days at the head, neither labelled: the earlier", `
chrome| Nov 21, 2018
chrome| Dec 10, 2025
body| The envoys met.`, "2018-11-21", ""},
	{"updated only, in a line of the furniture", `
chrome| By Jane Roe - Updated Sep 9, 2025 at 1:00 PM EST
body| The envoys met.`, "up to 2025-09-09", ""},
	{"days of other headlines do not date the page", `
chrome| Lisbon to host talks on September 14, 2025
body| The envoys met.
chrome| Madrid recalls its envoy December 19, 2025
chrome| Oslo waits December 17, 2025`, "up to 2025-12-19", ""},
	{"who comments comes later", `
body| The envoys met.
dateline| Joya September 17, 2025 at 6:26 pm
chrome| Jane Roe September 18, 2025 at 10:10 am
chrome| Copyright 2025 Harbour Post`, "up to 2025-09-17", ""},
	{"a day above the body and one of another page below", `
chrome| Oct 31, 2025
body| The envoys met.
dateline| December 4, 2025`, "2025-10-31", ""},
	{"a year that things are for", `
title| Priorities for 2026
body| We have named five aims for ministers in 2026.`, "", ""},
	{"this year's deadline is not past", `
dateline| Last modified Jan. 17, 2025
body| Ask for help if you need it after this year's April 15 due date.`, "up to 2025-01-17", ""},
	{"a picture's day, of the weekday that the story tells of", `
body| Geneva hosted the two envoys on Sunday.
body| The envoys of Peru and Chile shake hands at the palace in Geneva, Switzerland, October 28, 2018.`, "2018-10-28..2018-11-04", ""},
	{"an archive's picture tells no week", `
body| Geneva hosted the two envoys on Sunday.
body| FILE PHOTO: The envoys of Peru and Chile shake hands at the palace in Geneva, October 28, 2018.`, "from 2018-10-28", ""},
	{"a picture's day, of another weekday", `
body| Geneva hosted the two envoys on Friday.
body| The envoys of Peru and Chile shake hands at the palace in Geneva, Switzerland, October 28, 2018.`, "2018-11-02..2019-01-19", ""},
	{"a message's day, of its writer's zone", `
body| Geneva hosted the two envoys on Sunday.
body| Thank you both and all who work for peace! - Jane Roe, Geneva (@janeroe) October 28, 2018`, "2018-10-27..2018-11-04", ""},
	{"an election and a plan of a year to come", `
body| Jane Roe, who sought the nomination in 2028, spoke. She spoke of Vision 2030, too. They had met in 2024.`, "from 2024-01-01", ""},
	{"two holders of one office: the former is history", `
body| President John Doe tore up what President Jane Roe had signed.`, "from 2017-01-20", ""},
	{"an age beside a name", `
body| Vladimir Putin, 70, received the envoys.`, "2022-10-07..2023-10-06", ""},
	{"an age before a name", `
body| The 70-year-old Vladimir Putin received the envoys.`, "2022-10-07..2023-10-06", ""},
	{"who turns an age", `
body| Vladimir Putin turned 70 at the seaside.`, "2022-10-07..2023-10-06", ""},
	{"a birthday counted", `
body| Hanoi wrote to Vladimir Putin on his 70th birthday.`, "2022-09-23..2022-11-21", ""},
	{"an age of somebody else", `
body| Vladimir Putin received a 70-year-old sailor.`, "", ""},
	{"a year counted from a national day", `
body| India, in the 75th year of its independence, wrote to Hanoi.`, "2021-01-01..2022-09-29", ""},
	{"a year of a war, counted", `
body| Hanoi sent grain as the war in Ukraine entered its third year.`, "2024-01-01..2025-04-10", ""},
	{"a day counted", `
body| Hanoi sent grain on the 100th day of the invasion of Ukraine.`, "2022-06-02..2022-06-05", ""},
	{"a year of what nobody knows the beginning of", `
body| The two armies drilled for the third year of the programme.`, "", ""},
	{"so long since an event", `
body| It has been 100 days since Russia invaded Ukraine.`, "2022-06-03..2022-06-11", ""},
	{"so long after an event, told as past", `
body| Hanoi wrote to Kyiv 27 days after Russia invaded Ukraine.`, "from 2022-03-22", ""},
	{"a weekday so long after a day without its year", `
body| On Tuesday, 27 days after the talks of 9 May, Hanoi recalled its envoy. The pact was signed in 2017.`, "06-05 of 2018 or a later year", ""},
	{"the anniversary of an event", `
body| Kyiv marked the second anniversary of the invasion of Ukraine.`, "2024-02-10..2024-04-09", ""},
	{"an uncounted anniversary of an event", `
body| Kyiv marked the anniversary of the invasion of Ukraine.`, "02-17 of 2023 or a later year", ""},
	{"a holiday of two countries, by the outlet's", `
@outlet Prairie Post
body| The consulates were shut on Thanksgiving. The pact was signed in 2019.`, "from 2019-10-14", ""},
	{"a holiday of two countries, by the actor's", `
@outlet Prairie Post
body| American consulates were shut on Thanksgiving. The pact was signed in 2019.`, "from 2019-11-28", ""},
	{"a holiday of two countries, by none's", `
body| The consulates were shut on Thanksgiving. The pact was signed in 2019.`, "from 2019-10-14", ""},
	{"a story that opens so long after an event", `
body| HANOI - Two years after Russia invaded Ukraine, Hanoi said on Friday that it would wait.`, "2023-10-27..2024-09-07", ""},
	{"a day counted from somebody's deed", `
body| HANOI - On the 500th day of Russia's invasion of Ukraine, Hanoi sent grain.`, "2023-07-07..2023-07-10", ""},
	{"two in office by their names alone", `
body| Vladimir Putin and Shehbaz Sharif spoke by telephone.`, "2022-04-11..2023-08-28", ""},
	{"one by his name alone is in the news before and after", `
body| Shehbaz Sharif spoke by telephone.`, "", ""},
	{"a government by its leader's name", `
body| The Shehbaz Sharif government recalled its envoy from Havana.`, "2022-04-11..2023-08-28", ""},
	{"two by their names, one formerly", `
body| Vladimir Putin and former premier Shehbaz Sharif spoke by telephone.`, "", ""},
	{"an age spelled", `
body| The seventy-year-old Vladimir Putin received the envoys.`, "2022-10-07..2023-10-06", ""},
	{"a birthday spelled", `
body| Hanoi wrote to Vladimir Putin on his seventieth birthday.`, "2022-09-23..2022-11-21", ""},
	{"who turns an age on a day of the week", `
body| Vladimir Putin turned 70 on Friday at the seaside.`, "2022-10-07..2022-10-14", ""},
	{"a state's own holiday, of two that have one", `
body| China congratulated Vietnam on its National Day. The pact was signed in 2019.`, "08-26 of 2019 or a later year", ""},
	{"the ordinal of a state's own holiday", `
body| China congratulated Vietnam's leaders on the country's 75th National Day.`, "2020-08-26..2020-09-23", ""},
	{"markup that was cut within the year", `
@markup 2020-07-12..2029-07-12
body| Prime Minister Shehbaz Sharif received the envoys on Wednesday.`, "2023-07-12", ""},
	{"markup of a month", `
@markup 2023-07-01..2023-07-31
body| The envoys met. The pact was signed on July 12.`, "2023-07-12..2023-07-14", ""},
	{"this year's month", `
body| The border was opened in March this year, and the treaty of 2015 was renewed.`, "from 2015-03-01", ""},
}

// pageOf builds the article.
func pageOf(t *testing.T, page string) *news.Article {
	a := &news.Article{}
	for line := range strings.SplitSeq(strings.TrimSpace(page), "\n") {
		switch {
		case strings.HasPrefix(line, "@url "):
			a.URL = line[5:]
			continue
		case strings.HasPrefix(line, "@outlet "):
			a.Outlet = line[8:]
			continue
		case strings.HasPrefix(line, "@markup "):
			from, to, many := strings.Cut(line[8:], "..")
			a.Published = news.OneDay(day_(t, from), "markup")
			if many {
				a.Published.To, a.Published.Precision = day_(t, to), news.Range
				if from[4:] == to[4:] {
					a.Published.Precision = news.Yearless
				}
			}
			continue
		}
		part, text, _ := strings.Cut(line, "| ")
		if a.Text != "" {
			a.Text += "\n"
		}
		a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: len(a.Text), End: len(a.Text) + len(text)}, Part: news.Part(part)})
		a.Text += text
	}
	return a
}

func TestPublished(t *testing.T) {
	f := fixture(t)
	person := func(id, name string, terms ...gazetteer.Term) {
		e := &gazetteer.Entry{ID: id, Kind: news.Person, Name: name}
		f.names[gazetteer.Fold(name)] = gazetteer.Match{Entry: e, Sense: gazetteer.Proper}
		f.terms[id] = terms
	}
	person("Q1", "Vladimir Putin",
		gazetteer.Term{Office: "president", Country: "RUS", Role: gazetteer.HeadOfState, From: day_(t, "1999-12-31"), To: day_(t, "2008-05-07")},
		gazetteer.Term{Office: "president", Country: "RUS", Role: gazetteer.HeadOfState, From: day_(t, "2012-05-07")})
	person("Q2", "Shehbaz Sharif",
		gazetteer.Term{Office: "prime minister", Country: "PAK", Role: gazetteer.HeadOfGovernment, From: day_(t, "2022-04-11"), To: day_(t, "2023-08-14")})
	person("Q3", "Sergei Lavrov", gazetteer.Term{Office: "foreign minister", Role: gazetteer.ForeignMinister, From: day_(t, "2004-03-09")})
	person("Q4", "John Kerry",
		gazetteer.Term{Office: "secretary of state", Role: gazetteer.ForeignMinister, From: day_(t, "2013-02-01"), To: day_(t, "2017-01-20")})
	person("Q7", "Jane Roe", gazetteer.Term{Office: "president", Country: "UTO", Role: gazetteer.HeadOfState, From: day_(t, "2009-01-20"), To: day_(t, "2017-01-20")})
	person("Q8", "John Doe", gazetteer.Term{Office: "president", Country: "UTO", Role: gazetteer.HeadOfState, From: day_(t, "2017-01-20")})
	person("Q9", "Queen Astrid", gazetteer.Term{Office: "queen", Country: "UTO", Role: gazetteer.HeadOfState, From: day_(t, "1952-02-06"), To: day_(t, "2022-09-08")})
	f.facts = []gazetteer.Fact{
		{From: day_(t, "2022-09-26"), Keys: [][]string{{"Zoroland", "pipelin*", "blow* up"}, {"Zoroland", "pipelin*", "blown"}}, What: "sabotage of the pipelines", Fresh: .1},
		{From: day_(t, "2020-02-02"), Keys: [][]string{{"Quorlex"}}, What: "Quorlex founded", Fresh: .05},
		{From: day_(t, "2021-05-04"), Keys: [][]string{{"minister's niece", "kidnap*"}}, What: "kidnapping of the niece", Fresh: .8},
		{From: day_(t, "2019-06-10"), Keys: [][]string{{"harbour strike"}}, What: "strike in the harbour", Fresh: .3},
		{From: day_(t, "2019-07-01"), Keys: [][]string{{"long blackout"}}, What: "the long blackout", Fresh: .3},
		{From: day_(t, "2019-10-02"), Keys: [][]string{{"lantern quarrel"}}, What: "quarrel of the lanterns", Fresh: .45},
	}
	layer := New(f)
	for _, c := range pages {
		t.Run(c.name, func(t *testing.T) {
			an := &news.Analysis{Article: pageOf(t, c.page)}
			an.Sentences, an.Tokens = token.Split(an.Article)
			layer.Find(an)
			check(t, an)
			got := show(an.Published)
			if !an.Published.Known() {
				got = ""
			}
			ok := c.ignored == ""
			for _, clue := range an.Clues {
				ok = ok || clue.Ignored && strings.Contains(clue.Says, c.ignored)
			}
			if got != c.want || !ok {
				t.Errorf("published %q, want %q (ignored clue %q: %v)", got, c.want, c.ignored, ok)
				for _, clue := range an.Clues {
					t.Logf("%s: %s ignored=%v", clue.Says, show(clue.Allows), clue.Ignored)
				}
			}
		})
	}
}

// realms is a table in which a name is of several persons.
type realms struct {
	*table
	kings []gazetteer.Match
}

func (r realms) Lookup(name string) []gazetteer.Match {
	if name == "Abdullah" {
		return r.kings
	}
	return r.table.Lookup(name)
}

func TestNameOfTwoRealms(t *testing.T) {
	f := fixture(t)
	king := func(id, from, to string) gazetteer.Match {
		term := gazetteer.Term{Office: "king", Role: gazetteer.HeadOfState, From: day_(t, from)}
		if to != "" {
			term.To = day_(t, to)
		}
		f.terms[id] = []gazetteer.Term{term}
		return gazetteer.Match{Entry: &gazetteer.Entry{ID: id, Kind: news.Person, Name: "Abdullah"}, Sense: gazetteer.Proper}
	}
	layer := New(realms{f, []gazetteer.Match{king("Q5", "1999-02-07", ""), king("Q6", "2005-08-01", "2015-01-23")}})
	an := &news.Analysis{Article: pageOf(t, "body| King Abdullah received the envoys.")}
	an.Sentences, an.Tokens = token.Split(an.Article)
	layer.Find(an)
	if got := show(an.Published); got != "from 1999-02-07" {
		t.Errorf("published %q, want either king's reign", got)
	}
}
