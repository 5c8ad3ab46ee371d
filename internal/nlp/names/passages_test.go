package names_test

import (
	"fmt"
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/names"
	"chancery/internal/nlp/token"
)

// passages are short texts, each with the day on which it was published and
// what some of its phrases mean: "phrase = name/country", a state by its code,
// several parties joined by "+", "-" for nobody known, "none" for no mention,
// "…~" for a modifier. "phrase#2" is the phrase's second occurrence.
var passages = []struct {
	day, text string
	want      []string
}{
	// Who held an office when.
	{"2011-03-02", "The Russian president flew to Rome.", []string{"The Russian president = Dmitry Medvedev/RUS", "Rome = place Rome/ITA"}},
	{"2023-03-02", "The Russian president flew to Rome.", []string{"The Russian president = Vladimir Putin/RUS"}},
	{"2005-06-10", "North Korea's leader received the envoy.", []string{"North Korea's leader = Kim Jong Il/PRK"}},
	{"2016-06-10", "North Korea's leader received the envoy.", []string{"North Korea's leader = Kim Jong Un/PRK"}},
	{"2020-06-10", "The German chancellor phoned the French president.", []string{"The German chancellor = Angela Merkel/DEU", "the French president = Emmanuel Macron/FRA"}},
	{"2023-06-10", "The Indian leader landed in Washington.", []string{"The Indian leader = Narendra Modi/IND", "Washington = place Washington/USA"}},
	{"2023-06-10", "Türkiye’s leader spoke after the vote.", []string{"Türkiye’s leader = Recep Tayyip Erdogan/TUR"}},
	{"", "The prime minister of Japan resigned.", []string{"The prime minister of Japan = prime minister of Japan/JPN"}},
	{"2024-02-11", "Cuba's foreign minister met the Vietnamese ambassador to Cuba.", []string{"the Vietnamese ambassador to Cuba = ambassador of Vietnam to Cuba/VNM"}},
	{"2022-05-01", "The deputy foreign minister of Kazakhstan declined to comment.", []string{"The deputy foreign minister of Kazakhstan = deputy foreign minister of Kazakhstan/KAZ"}},
	{"2024-09-10", "Mediators waited for an answer of Yahya Sinwar. Hassan Nasrallah, they said, would follow.", []string{"Yahya Sinwar = Yahya Sinwar/PSE", "Hassan Nasrallah = Hassan Nasrallah/LBN"}},
	{"2024-09-10", "Hamas leader Yahya Sinwar met no one. Iran mourned the Iranian general Hassan Nasrallah.", []string{"Hamas leader Yahya Sinwar = Yahya Sinwar/PSE", "Hassan Nasrallah = Hassan Nasrallah/LBN"}},

	// Names with titles, then by surname or given name.
	{"2024-05-09", "North Korean leader Kim Jong Un sent a telegram to Russian President Vladimir Putin. Kim praised Putin.", []string{
		"North Korean leader Kim Jong Un = Kim Jong Un/PRK", "Russian President Vladimir Putin = Vladimir Putin/RUS", "Kim#2 = Kim Jong Un/PRK", "Putin#2 = Vladimir Putin/RUS"}},
	{"2018-02-10", "Kim Yo Jong, sister of Kim Jong Un, arrived in Seoul. Kim Yo Jong met Moon Jae-in. Moon thanked her.", []string{
		"Kim Yo Jong = Kim Yo Jong/PRK", "Kim Jong Un = Kim Jong Un/PRK", "Moon Jae-in = Moon Jae-in/KOR", "Moon#2 = Moon Jae-in/KOR", "Seoul = place Seoul/KOR"}},
	{"2024-09-02", "General Secretary To Lam thanked the Cuban ambassador. Lam said relations were good.", []string{
		"General Secretary To Lam = To Lam/VNM", "Lam#2 = To Lam/VNM"}},
	{"2023-05-29", "Turkish President Recep Tayyip Erdogan won. Erdogan thanked Aliyev, the president of Azerbaijan.", []string{
		"Turkish President Recep Tayyip Erdogan = Recep Tayyip Erdogan/TUR", "Erdogan#2 = Recep Tayyip Erdogan/TUR", "Aliyev = Ilham Aliyev/AZE", "the president of Azerbaijan = Ilham Aliyev/AZE"}},
	{"2019-12-01", "Foreign Minister Wang Yi visited Seoul. Wang met his South Korean counterpart.", []string{
		"Foreign Minister Wang Yi = Wang Yi/CHN", "Wang#2 = Wang Yi/CHN", "his = Wang Yi/CHN"}},
	{"2023-01-10", "Mr Lavrov arrived in Luanda.", []string{"Mr Lavrov = Sergei Lavrov/RUS", "Luanda = place Luanda/AGO"}},
	{"2008-08-10", "# Putin meets Bush in Beijing\nPrime Minister Vladimir Putin spoke with U.S. President George W. Bush.", []string{
		"Putin = Vladimir Putin/RUS", "Beijing = place Beijing/CHN"}},
	{"2013-04-02", "President Xi met President Zuma of South Africa.", []string{"President Xi = Xi Jinping/CHN", "President Zuma of South Africa = Jacob Zuma/ZAF"}},
	{"2021-07-01", "Japan's Suga spoke with Johnson, the British prime minister.", []string{"Suga = Yoshihide Suga/JPN", "the British prime minister = Boris Johnson/GBR", "Johnson = Boris Johnson/GBR"}},
	{"2009-10-01", "French President Nicolas Sarkozy and Brazil's Luiz Inácio Lula da Silva signed. Lula smiled.", []string{
		"French President Nicolas Sarkozy = Nicolas Sarkozy/FRA", "Lula#2 = Luiz Inacio Lula da Silva/BRA"}},

	// Persons whom no gazetteer knows.
	{"2025-01-05", "Pakistani Foreign Secretary Amna Baloch met reporters. Baloch said talks went well. She left early.", []string{
		"Pakistani Foreign Secretary Amna Baloch = Amna Baloch/PAK", "Baloch#2 = Amna Baloch/PAK", "She = Amna Baloch/PAK"}},
	{"2012-03-05", "Ruritania's neighbours waited. Colonel Ahmed Zoro, a spokesman for the Malian army, denied it.", []string{
		"Colonel Ahmed Zoro = Ahmed Zoro/MLI"}},
	{"2017-06-06", "Qatari envoy Jassim Kuwera spoke in Doha.", []string{"Qatari envoy Jassim Kuwera = Jassim Kuwera/QAT", "Doha = place Doha/QAT"}},
	{"2015-09-09", "Hungarian government spokesman Zoltan Kovalik rejected the criticism, and Kovalik blamed Brussels.", []string{
		"Hungarian government spokesman Zoltan Kovalik = Zoltan Kovalik/HUN", "Kovalik#2 = Zoltan Kovalik/HUN"}},
	{"2003-02-02", "Iraq's trade minister, Yusuf Halabi, said so.", []string{"Iraq's trade minister = Yusuf Halabi/IRQ", "Yusuf Halabi = Yusuf Halabi/IRQ"}},
	{"2022-08-08", "Thandiwe Mokoena, South Africa's ambassador to Algeria, condemned the attack.", []string{
		"Thandiwe Mokoena = Thandiwe Mokoena/ZAF", "South Africa's ambassador to Algeria = Thandiwe Mokoena/ZAF"}},

	// States: names, peoples, adjectives.
	{"2022-03-01", "Russian troops crossed the border.", []string{"Russian troops = Russia/RUS"}},
	{"2022-03-01", "The Russians withdrew from Kherson.", []string{"The Russians = RUS"}},
	{"2022-03-01", "A Russian missile hit Ukraine.", []string{"Russian = RUS~", "Ukraine = UKR"}},
	{"2019-10-10", "US officials told us that Turkey would wait until March.", []string{"US officials = US officials/USA", "us = -", "Turkey = TUR", "March = none"}},
	{"2016-01-10", "Michael Jordan visited Jordan with Chad Smith, not Chad.", []string{"Michael Jordan = Michael Jordan/", "Jordan#2 = JOR", "Chad Smith = Chad Smith/", "Chad#2 = TCD"}},
	{"2008-08-09", "Georgia broke ties with Russia. Tbilisi recalled its ambassador.", []string{"Georgia = GEO", "Russia = RUS", "Tbilisi = GEO", "its = GEO"}},
	{"2020-11-12", "Atlanta lawyers recounted votes in Georgia, as Republicans did in Michigan and Florida.", []string{"Georgia = place Georgia/"}},
	{"2023-10-10", "The Democratic Republic of the Congo accused Rwanda.", []string{"Democratic Republic of the Congo = COD", "Rwanda = RWA"}},
	{"2019-05-10", "The US military and Ukraine's army trained together.", []string{"The US military = United States armed forces/USA", "Ukraine's army = Ukraine armed forces/UKR"}},
	{"2021-05-10", "The Cuban government thanked the Vietnamese people.", []string{"The Cuban government = CUB", "the Vietnamese people = VNM"}},
	{"2021-05-10", "The Iranian side rejected the peoples' claims; Iranian authorities said nothing.", []string{"The Iranian side = IRN", "Iranian authorities = IRN"}},
	{"2006-10-09", "U.S.-led forces and North Korea-backed hackers differ.", []string{"U.S. = USA~", "North Korea = PRK~"}},

	// Capitals: who acts and where one is.
	{"2016-02-07", "Pyongyang denied the report.", []string{"Pyongyang = PRK"}},
	{"2016-02-07", "He was born in Pyongyang.", []string{"Pyongyang = place Pyongyang/PRK"}},
	{"2016-02-07", "Seoul has cut ties with Pyongyang.", []string{"Seoul = KOR", "Pyongyang = PRK"}},
	{"2016-02-07", "SEOUL (Reuters) - Talks failed.", []string{"SEOUL = place Seoul/"}},
	{"2018-02-07", "MOSCOW, Feb 7 (Interfax) - Talks failed.", []string{"MOSCOW = place Moscow/"}},
	{"2018-02-07", "The envoy travelled to Beijing from Moscow.", []string{"Beijing = place Beijing/CHN", "Moscow = place Moscow/RUS"}},
	{"2018-02-07", "Beijing's support for Islamabad is firm.", []string{"Beijing = CHN", "Islamabad = PAK"}},
	{"2018-02-07", "Relations between New Delhi and Beijing improved.", []string{"New Delhi = IND", "Beijing = CHN"}},
	{"2018-02-07", "Paris and Algiers recalled their ambassadors.", []string{"Paris = FRA", "Algiers = DZA", "their = FRA+DZA"}},
	{"2018-02-07", "He arrived in Baku, Azerbaijan, on Monday.", []string{"Baku = place Baku/AZE", "Azerbaijan = AZE"}},
	{"2018-02-07", "Hanoi sent a message to Havana.", []string{"Hanoi = VNM", "Havana = CUB"}},
	{"2019-02-27", "The Hanoi summit failed.", []string{"Hanoi = place Hanoi/VNM"}},
	{"2018-02-07", "Tokyo-based analysts blamed Tokyo.", []string{"Tokyo = place Tokyo/JPN~", "Tokyo#2 = JPN"}},
	{"2018-02-07", "The Kremlin praised the White House.", []string{"Kremlin = RUS", "White House = USA"}},

	{"2018-02-07", "Brussels imposed sanctions on Minsk.", []string{"Brussels = European Union/EUE", "Minsk = BLR"}},
	{"2018-02-07", "Belgium expelled a diplomat. Brussels gave no reason.", []string{"Brussels = BEL"}},
	{"2018-02-07", "Scotland beat Italy.", []string{"Scotland = place Scotland/GBR", "Italy = ITA"}},

	// Nominals.
	{"2018-04-27", "North Korea and South Korea signed a declaration. The North froze tests; the South stopped drills. The two Koreas agreed.", []string{
		"The North = PRK", "the South = KOR", "The two Koreas = PRK+KOR"}},
	{"2021-06-16", "China and Pakistan marked 70 years of ties. The two countries signed a pact, and both sides praised it.", []string{
		"The two countries = CHN+PAK", "both sides = CHN+PAK"}},
	{"2019-06-20", "Xi Jinping met Kim Jong Un. The two leaders hugged.", []string{"The two leaders = Xi Jinping/CHN+Kim Jong Un/PRK"}},
	{"2022-03-15", "Myanmar's army seized power. The country has been in turmoil.", []string{"The country = MMR"}},
	{"2020-07-04", "Iran vowed revenge on Israel. The Islamic Republic said so.", []string{"The Islamic Republic = IRN"}},
	{"2018-08-06", "Saudi Arabia expelled Canada's ambassador. The kingdom froze trade.", []string{"The kingdom = SAU"}},
	{"2022-08-04", "China fired missiles near Taiwan. The island's government protested.", []string{"The island's government = TWN"}},
	{"2011-02-02", "Hosni Mubarak of Egypt spoke. The Egyptian dictator refused to go.", []string{"The Egyptian dictator = Hosni Mubarak/EGY"}},
	{"2023-06-12", "Kim Jong Un wrote to Vladimir Putin. The ruler praised the Russian leader.", []string{"The ruler = Kim Jong Un/PRK", "the Russian leader = Vladimir Putin/RUS"}},
	{"2023-11-03", "The Vietnamese prime minister and his Lao counterpart met.", []string{"The Vietnamese prime minister = Pham Minh Chinh/VNM", "his = Pham Minh Chinh/VNM"}},
	{"2025-02-03", "Wang told his Pakistani counterpart Ishaq Dar that China would help.", []string{"Pakistani counterpart Ishaq Dar = Ishaq Dar/PAK"}},
	{"2020-01-03", "Iran's foreign ministry summoned the envoy. The ministry protested.", []string{"The ministry = Iran foreign ministry/IRN"}},
	{"2022-02-21", "The Ukrainian people and their government will resist.", []string{"The Ukrainian people = UKR"}},
	{"2019-09-09", "The spokeswoman of the Turkish foreign ministry denied it.", []string{"The spokeswoman of the Turkish foreign ministry = foreign ministry spokeswoman of Turkey/TUR"}},
	{"2019-09-09", "A State Department spokesperson declined to comment.", []string{"A State Department spokesperson = spokesperson of State Department/USA"}},

	// Pronouns.
	{"2024-05-09", "Russia said it would help its ally North Korea.", []string{"it = RUS", "its = RUS"}},
	{"2024-05-09", "It is certain that Russia will win.", []string{"It = none"}},
	{"2023-05-05", "Angela Merkel told Emmanuel Macron that she would come. He thanked her.", []string{"she = Angela Merkel/DEU", "He = Emmanuel Macron/FRA", "her = Angela Merkel/DEU"}},
	{"2022-05-05", "“We will not forget our friends,” Xi Jinping said. He added that China is ready.", []string{"We = -", "our = -", "He = Xi Jinping/CHN"}},
	{"2015-05-05", "Nicolas Maduro accused Washington. He said the United States wanted his head.", []string{"Washington = USA", "He = Nicolas Maduro/VEN", "his = Nicolas Maduro/VEN"}},
	{"2014-05-05", "Kenya expelled two diplomats after they criticised its elections.", []string{"its = KEN"}},

	{"2023-06-12", "Cuba backed Moscow after it invaded Ukraine.", []string{"it = RUS"}},
	{"2017-09-04", "Japan condemned North Korea because it tested a bomb.", []string{"it = PRK"}},
	{"2017-09-04", "The Cuban people know what they want.", []string{"they = CUB"}},
	{"2024-03-08", "Mr Sharif thanked Narendra Modi, who had used the platform to congratulate him.", []string{"him = Shehbaz Sharif/PAK"}},

	{"2024-05-10", "Kim sent a letter on Putin's inauguration day and on Russia's national holiday.", []string{"Putin = Vladimir Putin/RUS", "Russia = RUS"}},

	{"1999-03-13", "Hungary joined. President Arpad Gonc of that party said Hungary was glad.", []string{"President Arpad Gonc = Arpad Gonc/HUN"}},
	{"2000-01-15", "Lucia Ferri returned. Lucia thanked Washington's envoy along Havana's seaside boulevard.", []string{"Lucia#2 = Lucia Ferri/", "Havana = place Havana/CUB"}},
	{"2000-01-15", "Attorney General Janet Rino met the Warsaw Pact's experts; the U.S. Immigration and Naturalization Service declined.", []string{
		"Attorney General Janet Rino = Janet Rino/", "Warsaw Pact = Warsaw Pact/", "U.S. Immigration and Naturalization Service = U.S. Immigration and Naturalization Service/USA"}},

	// Nearer to the bone: one page, many actors.
	{"2022-08-30", "Chinese President Xi Jinping sent a message to his Pakistani counterpart Arif Alvi over the floods in the South Asian country.", []string{
		"Pakistani counterpart Arif Alvi = Arif Alvi/PAK", "the South Asian country = PAK"}},
	{"2023-08-10", "South Korean Unification Minister Kim Yung-ho urged Kim Jong Un to talk. Kim Yo Jong, the leader's sister, called the minister a fool. Minister Kim shrugged.", []string{
		"the leader = Kim Jong Un/PRK", "the minister = Kim Yung-ho/KOR", "Minister Kim#2 = Kim Yung-ho/KOR"}},
	{"2015-07-14", "Israeli Prime Minister Benjamin Netanyahu fumed. In Iran President Hassan Rouhani thanked the Supreme Leader.", []string{"the Supreme Leader = Ali Khamenei/IRN"}},
	{"2021-02-05", "EU foreign policy chief Josep Borrell spoke, and the UN chief listened.", []string{"EU foreign policy chief Josep Borrell = Josep Borrell/EUE", "the UN chief = Antonio Guterres/UNO"}},
	{"2020-01-08", "The foreign ministers of China and Pakistan met.", []string{"The foreign ministers of China and Pakistan = Wang Yi/CHN+Shah Mahmood Qureshi/PAK"}},
	{"2001-04-11", "Chinese Foreign Ministry spokesman Sun Yuxi said the U.S. side was to blame.", []string{
		"Chinese Foreign Ministry spokesman Sun Yuxi = Sun Yuxi/CHN", "the U.S. side = USA"}},

	// Former, late, then.
	{"2023-12-30", "Former President Hu Jintao of China did not attend.", []string{"Former President Hu Jintao of China = Hu Jintao/CHN"}},
	{"2024-02-26", "In 2003, then-President George W. Bush met Former Prime Minister Tony Blair.", []string{"Former Prime Minister Tony Blair = Tony Blair/GBR"}},
	{"2005-08-20", "The Iranian president spoke.", []string{"The Iranian president = Mahmoud Ahmadinejad/IRN"}},
	{"2016-11-26", "Cuba's late leader Fidel Castro was mourned.", []string{"Cuba's late leader Fidel Castro = Fidel Castro/CUB"}},

	// Organisations and organs.
	{"2019-05-05", "The Cuban Ministry of Tourism welcomed the group.", []string{"Cuban Ministry of Tourism = Cuban Ministry of Tourism/CUB"}},
	{"2019-05-05", "The Zemlan Peace Institute (ZPI) doubted it. ZPI cited figures.", []string{"ZPI#2 = Zemlan Peace Institute/"}},
	{"2019-05-05", "Students of Baku State University marched to Kim Il Sung Square.", []string{"Baku State University = Baku State University/AZE", "Kim Il Sung Square = place Kim Il Sung Square/PRK"}},
	{"2010-11-24", "South Korea's defence ministry said the North's artillery fired first.", []string{"South Korea's defence ministry = South Korea defence ministry/KOR"}},

	// Whose: officers and organs without an owner.
	{"2022-10-30", "Kigali is a friend of M23, says Congo. The session was chaired by President Félix Tshisekedi. Government spokesman Patrick Muyela read it out.", []string{
		"Government spokesman Patrick Muyela = Patrick Muyela/COD"}},
	{"2018-08-06", "Saudi Arabia has told the ambassador of Canada to go, the Ministry of Foreign Affairs announced.", []string{"Ministry of Foreign Affairs = Saudi Arabia foreign ministry/SAU"}},
	{"2021-04-19", "MOSCOW, April 19. The Latvian ambassador was called to the Foreign Ministry on Monday.", []string{"the Foreign Ministry = Russia foreign ministry/RUS"}},
	{"2013-08-15", "Japan's ambassador in Beijing was called to the foreign ministry, where Vice Minister Liu Zhenmin protested.", []string{
		"the foreign ministry = China foreign ministry/CHN", "Vice Minister Liu Zhenmin = Liu Zhenmin/CHN"}},
	{"2021-04-19", "Russia expelled 20 employees of the Czech embassy after summoning Ambassador Viteslav Pivinka.", []string{"Ambassador Viteslav Pivinka = Viteslav Pivinka/CZE"}},
	{"2024-01-18", "On Wednesday, Islamabad called back Ambassador Mudasar Tipa from Iran.", []string{"Ambassador Mudasar Tipa = Mudasar Tipa/PAK"}},
	{"2018-08-08", "Saudi Arabia expelled ambassador Denis Horan. Canada shrugged.", []string{"ambassador Denis Horan = Denis Horan/CAN"}},
	{"2008-02-18", "Serbia recalled the ambassador in Washington.", []string{"the ambassador in Washington = ambassador of Serbia to United States/SRB"}},
	{"2024-01-18", "Pakistan struck Iran. The interior ministry in Tehran condemned it.", []string{"The interior ministry in Tehran = Iran interior ministry/IRN"}},
	{"2023-08-01", "The juntas in Ouagadougou and Bamako spoke. They vowed to quit.", []string{"The juntas in Ouagadougou and Bamako = BFA+MLI", "They = BFA+MLI"}},
	{"2021-06-24", "Moscow's defence ministry boasted of shots at a British ship, but the Ministry of Defence said nobody had fired. Britain and Russia differ.", []string{"Ministry of Defence = United Kingdom defence ministry/GBR"}},
	{"2021-04-19", "Czech Prime Minister Andrej Babis and acting Foreign Minister Jan Hamacek spoke.", []string{"acting Foreign Minister Jan Hamacek = Jan Hamacek/CZE"}},
	{"2022-03-13", "Missiles struck Erbil. The governor, Omid Hoshnav, replied.", []string{"Omid Hoshnav = Omid Hoshnav/IRQ"}},
	{"2025-07-29", "Thailand was angry. Army spokesman Maj Gen Vintai Suvari said so.", []string{"Army spokesman Maj Gen Vintai Suvari = Vintai Suvari/THA"}},

	// Styles, names that go on, elects.
	{"2012-07-04", "His Highness the Amir of Kuwait Sheikh Sabah Al-Ahmad Al-Jaber Al-Sabah sent a cable to Barack Obama.", []string{"Amir of Kuwait Sheikh Sabah Al-Ahmad Al-Jaber Al-Sabah = Sabah/KWT"}},
	{"2022-05-20", "Mr. KISHIDA Fumio, Prime Minister of Japan, spoke with H.E. Mr. Ferdinand Romualdez MARCOS, Jr., President-elect of the Philippines. President-elect Marcos agreed.", []string{
		"Mr. KISHIDA Fumio = Fumio Kishida/JPN", "H.E. Mr. Ferdinand Romualdez MARCOS, Jr. = Ferdinand Marcos/PHL", "President-elect Marcos = Ferdinand Marcos/PHL"}},
	{"2025-07-28", "Prime Minister Datuk Seri Anwar Ibrahim hosted the talks.", []string{"Prime Minister Datuk Seri Anwar Ibrahim = Anwar Ibrahim/MYS"}},
	{"2024-05-21", "Iran's martyred president served the nation, Xi Jinping wrote of Ebrahim Raisi.", []string{"Iran's martyred president = Ebrahim Raisi/IRN"}},

	// Titles tell presidents from premiers and kings.
	{"2024-03-08", "Turkish President Recep Tayyip Erdogan greeted Prime Minister Shehbaz Sharif. Erdogan rang the premier on Sunday.", []string{"the premier = Shehbaz Sharif/PAK"}},
	{"2025-07-04", "The Amir of Kuwait greeted Donald Trump. The Amir praised Mr Trump.", []string{"The Amir#2 = Meshal al-Ahmad/KWT"}},

	// Of two: former, latter, each, one by nationality.
	{"2025-07-04", "Donald Trump and Paul Kagame each received a cable. To the former, it spoke of ties. The latter was congratulated.", []string{"the former = Donald Trump/USA", "The latter = Paul Kagame/RWA"}},
	{"2025-07-28", "Cambodia and Thailand are at war. Each government accuses the other.", []string{"Each government = KHM+THA"}},
	{"2008-08-13", "Nicolas Sarkozy flew on to Tbilisi. It is a pause, said the Frenchman.", []string{"the Frenchman = Nicolas Sarkozy/FRA"}},
	{"2020-01-08", "The leaders of India and China spoke.", []string{"The leaders of India and China = Narendra Modi/IND+Xi Jinping/CHN"}},
	{"2023-08-01", "ECOWAS met on Sunday. The heads of state closed the borders with Niger.", []string{"The heads of state = ECOWAS/ECW"}},

	{"2016-07-10", "Russian and Chinese officials met in Geneva.", []string{"Russian and Chinese officials = officials of China/CHN+officials of Russia/RUS"}},
	{"2021-08-10", "The Russian and Chinese presidents spoke.", []string{"The Russian and Chinese presidents = Xi Jinping/CHN+Vladimir Putin/RUS"}},
	{"2019-02-27", "India and Pakistan traded fire. India shot first, Pakistan answered. China worried. Hakan Fidan of Turkey rang both of his counterparts.", []string{"his counterparts = IND+PAK"}},
	{"2016-07-10", "Having recognised opposition leader Juan Guaidó, Brazil toppled nobody.", []string{"opposition leader Juan Guaidó = Juan Guaido/VEN"}},
	{"2022-07-10", "In Seoul the opposition Democratic Party called South Korea's summit humiliating.", []string{"Democratic Party = Democratic Party/KOR"}},
	{"2023-02-11", "Turkey's special envoy for normalisation, Serdar Kilik, thanked his Armenian colleague Ruben Rubinian.", []string{
		"Serdar Kilik = Serdar Kilik/TUR", "Armenian colleague Ruben Rubinian = Ruben Rubinian/ARM"}},

	{"2022-04-02", "London has not changed its mind. There will be no talks, a Foreign Office spokesman said.", []string{"a Foreign Office spokesman = foreign office spokesman of United Kingdom/GBR"}},
	{"2008-08-15", "A case was filed in The Hague.", []string{"The Hague = place The Hague/NLD"}},
	{"2022-01-28", "Uganda recalled its chief of military intelligence, Maj Gen Abel Kandira - a man whom Kigali accused.", []string{"Maj Gen Abel Kandira = Abel Kandira/UGA"}},
	{"2020-12-15", "Sanctions fell on Turkey's defence agency, the SSX, and on its head, Ismail Demirci. The SSX bought missiles.", []string{
		"the SSX = Turkey defence agency/TUR", "Ismail Demirci = Ismail Demirci/TUR", "The SSX = Turkey defence agency/TUR"}},
	{"2025-07-04", "The Crown Prince of Kuwait, Sheikh Sabah Khaled Al-Hamad Al-Sabah, sent a cable.", []string{"Sheikh Sabah Khaled Al-Hamad Al-Sabah = Sabah al-Khalid/KWT"}},

	{"2019-10-11", "Kim Jong Un, chairman of the Workers' Party of Korea and chairman of the State Affairs Commission, sent a message.", []string{
		"chairman of the Workers' Party of Korea = Kim Jong Un/PRK", "chairman of the State Affairs Commission = Kim Jong Un/PRK"}},
	{"2018-09-03", "Fidel Castro is remembered. In his letter to President Tran Dai Quang, the Lao Party General Secretary and President Bounnhang Vorachith said friendship was firm.", []string{"his = Bounnhang Vorachith/LAO"}},

	// Pronouns that their verbs give away.
	{"2024-03-08", "Shehbaz Sharif thanked Narendra Modi for congratulating him.", []string{"him = Shehbaz Sharif/PAK"}},
	{"2022-05-20", "Fumio Kishida congratulated Joko Widodo on his victory.", []string{"his = Joko Widodo/IDN"}},
	{"2018-10-11", "Kim Jong Un sent a message to Miguel Diaz-Canel on his election as president of Cuba.", []string{"his = Miguel Diaz-Canel/CUB"}},
	{"2018-09-03", "Nguyen Phu Trong was thanked by Fidel Castro. In his letter to Trong, Bounnhang Vorachith said so.", []string{"his = Bounnhang Vorachith/LAO"}},
	{"2022-10-30", "Congo ordered the Rwandan ambassador out of the country.", []string{"the country = COD"}},
	{"2018-08-06", "The Kingdom of Saudi Arabia expelled an envoy. Bahrain sided with the Kingdom.", []string{"the Kingdom = SAU"}},

	// Places: where they are, and where one reports from.
	{"2025-07-29", "Phnom Penh, 29 July 2025 (Agence Kampuchea Presse) -- “The money helps,” the Ministry of Foreign Affairs said.", []string{
		"Phnom Penh = place Phnom Penh/", "Ministry of Foreign Affairs = Cambodia foreign ministry/KHM"}},
	{"2025-07-29", "Phnom Penh, 29 July 2025 -- Japan has offered money, the Ministry of Foreign Affairs said.", []string{"Ministry of Foreign Affairs = Japan foreign ministry/JPN"}},
	{"2025-07-29", "Moscow -- which has denied it -- recalled its envoy.", []string{"Moscow = RUS"}},
	{"2025-07-29", "PUTIN: I think that America has lied.", []string{"PUTIN = Vladimir Putin/RUS"}},
	{"2025-07-29", "NATO — an alliance of 32 — thanked Japan.", []string{"NATO = NATO/NAT"}},
	{"2025-07-29", "South Korea (ROK) President Lee Jae-myung thanked Japan.", []string{"Japan = JPN", "South Korea = KOR"}},
	{"2025-07-29", "Iran - Russia's oldest friend - and Cuba agreed.", []string{"Iran = IRN"}},
	{"2025-07-29", "The envoy spoke.\nNAIROBI, July 29 (Tessera) - Kenya closed its border, the Interior Ministry said.", []string{"the Interior Ministry = Kenya interior ministry/KEN"}},
	{"2016-07-04", "KUWAIT, July 4 -- The Amir sent a cable.", []string{"KUWAIT = place Kuwait/"}},
	{"2020-12-15", "WASHINGTON/ANKARA — The United States acted.", []string{"WASHINGTON = place Washington/", "ANKARA = place Ankara/"}},
	{"2008-08-13", "She will travel to Paris and then Tbilisi.", []string{"Paris = place Paris/FRA", "Tbilisi = place Tbilisi/GEO"}},
	{"2023-02-11", "Trucks reached Adıyaman from East Azerbaijan, and a bomb fell on Rafah and Kharkiv.", []string{
		"Adıyaman = place Adıyaman/TUR", "East Azerbaijan = place East Azerbaijan/IRN", "Rafah = place Rafah/PSE", "Kharkiv = place Kharkiv/UKR"}},
	{"2001-04-12", "An EP-3 met an F-8; an Su-24 dropped bombs.", []string{"EP = none", "Su = none"}},

	// Chrome-like lines must not capture names.
	{"2024-05-09", "# Message sent\nby: Daniel Kim\nKim Jong Un sent a message. Kim hopes for peace.", []string{"Kim#3 = Kim Jong Un/PRK"}},
}

func key(e news.Entity) string {
	switch {
	case e.Kind == news.State:
		return e.Actor.ID
	case e.Kind == news.Place:
		return "place " + e.Actor.Name + "/" + e.Actor.Country
	case e.Actor.Name == "":
		return e.Actor.Office + "/" + e.Actor.Country
	}
	return ascii.Replace(e.Actor.Name) + "/" + e.Actor.Country
}

// ascii spares the table the gazetteer's choice of diacritics.
var ascii = strings.NewReplacer("ğ", "g", "á", "a", "à", "a", "í", "i", "é", "e", "ó", "o", "ú", "u", "ş", "s", "ç", "c", "ü", "u", "ö", "o", "ı", "i", "ñ", "n", "ã", "a")

// meaning is what the analysis takes the phrase's nth occurrence to mean.
func meaning(an *news.Analysis, phrase string) string {
	n := 1
	if p, num, ok := strings.Cut(phrase, "#"); ok {
		phrase = p
		fmt.Sscan(num, &n)
	}
	at := -1
	for range n {
		i := strings.Index(an.Article.Text[at+1:], phrase)
		if i < 0 {
			return "no such phrase"
		}
		at += 1 + i
		for inWord(an.Article.Text, at, at+len(phrase)) {
			i = strings.Index(an.Article.Text[at+1:], phrase)
			if i < 0 {
				return "no such phrase"
			}
			at += 1 + i
		}
	}
	span := news.Span{Start: at, End: at + len(phrase)}
	for _, m := range an.Mentions {
		whole := m.Span
		if strings.HasPrefix(strings.ToLower(m.In(an.Article.Text)), "the ") && whole.Start+4 == span.Start {
			whole.Start += 4
		}
		if strings.HasPrefix(strings.ToLower(phrase), "the ") && whole.Start-4 == span.Start {
			whole.Start -= 4
		}
		if whole != span {
			continue
		}
		if m.Entity < 0 {
			return "-"
		}
		s := key(an.Entities[m.Entity])
		for _, e := range m.More {
			s += "+" + key(an.Entities[e])
		}
		if m.Modifier {
			s += "~"
		}
		return s
	}
	return "none"
}

func inWord(text string, start, end int) bool {
	letter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= 'A' && text[i] <= 'Z')
	}
	return letter(start-1) || letter(end)
}

func read(t testing.TB, l *names.Layer, day, text string, parse func(*news.Analysis)) *news.Analysis {
	t.Helper()
	an := &news.Analysis{Article: article(text)}
	if day != "" {
		d, err := news.ParseDay(day)
		if err != nil {
			t.Fatal(err)
		}
		an.Published = news.OneDay(d, "test")
	}
	an.Sentences, an.Tokens = token.Split(an.Article)
	if parse != nil {
		parse(an)
	}
	l.Find(an)
	return an
}

// missed lists what a reading of the passages gets wrong.
func missed(t *testing.T, parse func(*news.Analysis)) (wrong []string, of int) {
	l := names.New(world(t))
	for _, tt := range passages {
		an := read(t, l, tt.day, tt.text, parse)
		check(t, an)
		for _, want := range tt.want {
			phrase, _, _ := strings.Cut(want, " = ")
			of++
			if got := phrase + " = " + meaning(an, phrase); got != want {
				wrong = append(wrong, fmt.Sprintf("%s: want %s, got %s", tt.text, want, got))
			}
		}
	}
	return wrong, of
}

// TestPassages reads the passages without syntax: all must be right.
func TestPassages(t *testing.T) {
	wrong, _ := missed(t, nil)
	for _, w := range wrong {
		t.Error(w)
	}
}

// TestPassagesParsed reads the passages with the syntax layer, whose errors
// may cost a few.
func TestPassagesParsed(t *testing.T) {
	wrong, of := missed(t, func(an *news.Analysis) { parse(t, an) })
	for _, w := range wrong {
		t.Log(w)
	}
	if len(wrong)*25 > of {
		t.Errorf("%d of %d wrong, want at most 4%%", len(wrong), of)
	}
}

// TestCounterpartOffice: whoever is a party leader's counterpart leads no such party.
func TestCounterpartOffice(t *testing.T) {
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	an := read(t, names.New(g), "2024-05-20", "Xi Jinping, general secretary of the Communist Party of China, mourned his Iranian counterpart Ebrahim Raisi.", nil)
	for _, e := range an.Entities {
		if e.Actor.Country == "IRN" && strings.Contains(e.Actor.Office, "Party") {
			t.Errorf("%s is %s", e.Actor.Name, e.Actor.Office)
		}
		if e.Actor.Name == "Ebrahim Raisi" {
			return
		}
	}
	t.Errorf("no Raisi among %v", an.Entities)
}

// TestCrowdIsNotItsState: a crowd whose state nobody has named yet stays a
// crowd when it is named again.
func TestCrowdIsNotItsState(t *testing.T) {
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	an := read(t, names.New(g), "2024-05-16", "Putin's troops crossed the border. Putin's troops shelled a village.", nil)
	if first, again := meaning(an, "Putin's troops#1"), meaning(an, "Putin's troops#2"); first != again {
		t.Errorf("first %s, then %s", first, again)
	}
}
