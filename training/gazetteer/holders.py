#!/usr/bin/env python3
"""Writes tables/persons.tsv and tables/holders.tsv of internal/gazetteer.

    training/gazetteer/holders.py DATA [--check]

DATA is the folder that holds factbook/ and leaders/. The files under known/ say
who held which office, from general knowledge. They win over the sources, which
give Wikidata ids, confirm days (a confirmed row names its source) and fill the
offices that known/ does not tell of; --check prints where the two differ.

Lines of known/ are "ISO ROLES office: Name date[..date]; Name date"; the end is
the next holder's beginning. ROLES: S head of state, G head of government,
F foreign minister, D defence minister, L leader in fact, P spokesperson,
C chief of an organisation or group, O other.

Nothing here is needed to build, test or run.
"""
import calendar, collections, csv, glob, html, json, os, re, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = os.path.join(HERE, '..', '..', 'internal', 'gazetteer', 'tables')
ROLES = {'S': 'head of state', 'G': 'head of government', 'F': 'foreign minister', 'D': 'defence minister',
         'L': 'leader', 'P': 'spokesperson', 'C': 'chief', 'O': ''}
FAMILY_FIRST = {'CHN', 'PRK', 'KOR', 'VNM', 'TWN', 'HKG', 'MAC', 'KHM'}
# Words that are no use as a surname standing alone in English text.
STOP = {'to', 'so', 'do', 'an', 'he', 'la', 'in', 'no', 'on', 'de', 'may', 'will', 'u', 'the', 'than', 'van', 'al', 'bin',
        'da', 'is', 'a', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'x', 'xvi', 'xiv', 'thein', 'win'}
NO_SURNAME = {'MMR', 'BTN', 'ETH', 'ERI', 'IDN1'}
TITLES = ('overall|acting|interim|caretaker|transitional|transition|president|prime|minister|chancellor|federal|king|queen|emir|amir|sultan|'
          'supreme leader|chairman|chairperson|chairwoman|general|gen|field marshal|marshal|col|lt|maj|brig|sr|adm|capt|ret|sir|dame|dr|prof|'
          'premier|state council|governor|of|the|and|vice|first|second|co|prince|crown|grand duke|duke|captain|'
          'taoiseach|sheikh|shaykh|emperor|pope|council|ministers|supreme|taliban|leader|cardinal|archbishop|secretary|state|'
          'executive|head|government|staff|chief|deputy|deputies|in|islamic republic|transitional president|tuanku|paramount ruler|head of|mr|ms|mrs|sayyid|pm|administrator|colonel|lieutenant|major|brigadier|representative|high commissioner|commissioner|lord|lady|hm|his|her|majesty|excellency|republic|interim prime minister')


def fold(s):
    s = ''.join(c for c in unicodedata.normalize('NFKD', s.translate(str.maketrans({'ø': 'o', 'Ø': 'O', 'ł': 'l', 'Ł': 'L', 'đ': 'd', 'Đ': 'D', 'ð': 'd', 'ı': 'i', 'ə': 'a', '’': "'", '‘': "'"}))) if not unicodedata.combining(c))
    return re.sub(r'[\s\-‐-―]+', ' ', s.lower().replace('.', '')).strip()


def first(name):
    return ' '.join(w.split('|')[0] for w in name.split() if w.split('|')[0])


def day(s, end=False):
    """A day as the table writes it; a year or month alone is its first day, or with end its last."""
    n = s.count('-')
    if not s:
        return ''
    if end and n == 1:
        return f'{s}-{calendar.monthrange(int(s[:4]), int(s[5:]))[1]}'
    if end and n == 0:
        return s + '-12-31'
    return s if n == 2 else s + '-01' if n == 1 else s + '-01-01'


def known(paths):
    """Lines 'ISO ROLES office: Name date[..date]; Name date…'. A holder's end
    is the next one's beginning. _Surname_ marks one that is no last word,
    {A, B} gives further names, =Q1 an id, '--' an office that fell vacant."""
    terms, covered = [], set()
    for path, n, line in ((p, n, x) for p in paths for n, x in enumerate(open(p, encoding='utf-8'), 1)):
        line = line.split('#')[0].strip()
        if not line:
            continue
        m = re.match(r'([A-Z0-9]{2,6}|Q\d+|group:[a-z-]+) ([A-Z]+) ([^:]*): *(.*)', line)
        if not m:
            sys.exit(f'{path}:{n}: cannot read {line[:60]!r}')
        iso, roles, office, rest = m.groups()
        row = []
        for item in filter(None, (x.strip() for x in rest.split(';'))):
            if item.startswith('-- '):
                row.append((None, item[3:].strip(), ''))
                continue
            m = re.match(r"(.*?)(?: =(Q\d+))?(?: \{(.*)\})?(?: =(Q\d+))? ([\d-]*)(?:(\.\.)([\d-]*))?$", item)
            if not m:
                sys.exit(f'{path}:{n}: cannot read {item!r}')
            name, q1, also, q2, frm, dots, to = m.groups()
            row.append(((name, q1 or q2 or '', also or ''), frm, to if dots else None))
        for i, (who, frm, to) in enumerate(row):
            if not frm:
                sys.exit(f'{path}:{n}: no day for {who}')
            if who is None:
                continue
            if to is None:
                to = row[i + 1][1] if i + 1 < len(row) else ''
            if to and to < frm[:len(to)]:
                sys.exit(f'{path}: {who[0]} ends on {to}, before {frm}')
            src = 'general knowledge' if frm.count('-') == 2 else 'general knowledge, to the month' if '-' in frm else 'general knowledge, to the year'
            for r in roles:
                terms.append(dict(iso=iso, role=r, office=office, name=who[0], q=who[1], also=who[2], frm=frm, to=to, src=src, line=n))
                if r in 'SGFLD':
                    covered.add((iso, r))
    return terms, covered


def surname_of(name, iso):
    m = re.search(r'_([^_]+)_', name)
    if m:
        return m.group(1)
    words = name.split()
    if re.search(r'\b[IVX]+$', name) or len(words) == 1:
        return ''
    if iso in FAMILY_FIRST:
        return words[0]
    if iso in NO_SURNAME:
        return ''
    # particles belong to the surname
    for i in range(1, len(words) - 1):
        if words[i].lower() in ('de', 'van', 'von', 'der', 'di', 'del', 'la', 'le', 'bin', 'ben', 'ould', 'dos', 'da', 'ter', 'st', 'zu', 'ag', 'al'):
            return ' '.join(words[i:])
    return words[-1]


def surname_forms(s):
    forms = [s]
    m = re.match(r'(?:[aA]l|[eE]l|[aA]s|[aA]sh|[aA]r|[aA]n|[aA]d)[- ](.+)', s)
    if m:
        forms.append(m.group(1))
    return [f for f in forms if fold(f.split('|')[0]) not in STOP and len(fold(f)) > 1]


def months(s):
    m = re.search(r'(\d{1,2})?\s*([A-Z][a-z]+)?\s*(\d{4})', s)
    if not m:
        return ''
    names = 'January February March April May June July August September October November December'.split()
    d, mo, y = m.groups()
    if mo in names:
        return f'{y}-{names.index(mo)+1:02d}' + (f'-{int(d):02d}' if d else '')
    return y


def factbook(data, fips):
    """Terms from every wording of the executive, one a holder and beginning."""
    out = {}
    for r in csv.DictReader(open(f'{data}/factbook/executives-history.tsv', encoding='utf-8'), delimiter='\t', quoting=csv.QUOTE_NONE):
        iso = fips.get(r['country_gec'])
        if not iso:
            continue
        text = html.unescape(r['text']).replace('\xa0', ' ')
        for k, m in enumerate(re.finditer(r'([^;()]+?)\s*\((?:both |[a-z ]*)?since ([^);]*)', text)):
            gov = 'represented by' in m.group(1) or re.search(r'\bGovernor', m.group(1))
            if k and not gov or 'Vice' in m.group(1) and k:
                continue
            words = re.sub(r'represented by|^note -', '', m.group(1)).replace(',', ' ').split()
            i = 0
            while i < len(words) and re.fullmatch(TITLES, words[i].lower().strip('.()"“”[]').replace('-', ' '), re.I) or i < len(words) and words[i].lower().rstrip('.') in ('governor-general', 'captains', 'regent'):
                i += 1
            office = ' '.join(w for w in words[:i] if w.rstrip('.').lower() not in ('gen', 'sr', 'dr', 'col', 'lt', 'sir', 'dame', 'ret', 'maj', 'brig', 'field', 'marshal', 'capt', 'mr'))
            name = ' '.join(w.title() if w.isupper() and len(w) > 2 and not re.fullmatch('[IVX]+', w) else w for w in words[i:])
            name = re.sub(r'\bof .*| *".*?"|\[.*', '', name).strip(' -')
            caps = [w for w in words[i:] if w.isupper() and len(w.strip('.')) > 1 and not re.fullmatch('[IVX]+', w)]
            since = months(m.group(2))
            if not name or not caps or not since or len(name.split()) > 6:
                continue
            role = 'O' if gov and k else {'chief of state': 'S', 'head of government': 'G'}[r['role']]
            key = (iso, role, fold(caps[0]), since[:7])
            t = out.setdefault(key, dict(iso=iso, role=role, office=re.sub(r'^(the|of the|of) | (of|of the|the|and)$', '', (office or {'S': 'head of state', 'G': 'head of government', 'O': 'governor-general'}[role]).lower().replace('governor general', 'governor-general')), name=name, caps=fold(' '.join(caps)), frm=since, to='', last=r['last_seen'], first=r['first_seen'], src='World Factbook'))
            t['last'] = max(t['last'], r['last_seen'])
            t['name'] = name
    by = collections.defaultdict(list)
    for t in out.values():
        by[t['iso'], t['role']].append(t)
    kept = []
    for ts in by.values():
        ts.sort(key=lambda t: t['frm'])
        merged = []
        for t in ts:  # the same holder with a corrected or renewed beginning
            if merged and fold(t['name']).split()[-1:] == fold(merged[-1]['name']).split()[-1:] or merged and t['caps'] == merged[-1]['caps']:
                merged[-1]['last'] = max(merged[-1]['last'], t['last'])
                continue
            merged.append(t)
        for a, b in zip(merged, merged[1:]):
            a['to'] = b['frm']
        if merged and merged[-1]['last'] < '2025-12':
            merged[-1]['to'] = merged[-1]['last']
        kept += merged
    return kept


def reign(data, cow):
    out = []
    for r in csv.DictReader(open(f'{data}/leaders/reign-leaderlist-2021-03.csv', encoding='cp1252', errors='replace')):
        if not r['eyear'] or int(r['eyear']) < 2000 or int(r['ccode']) not in cow:
            continue
        frm = f"{int(r['syear']):04d}-{int(r['smonth']):02d}-{int(r['sdate'] or 1):02d}"
        to = f"{int(r['eyear']):04d}-{int(r['emonth']):02d}" if (r['eyear'], r['emonth']) != ('2021', '3') else ''
        out.append(dict(iso=cow[int(r['ccode'])], name=re.sub(r'\s*\(.*\)', '', r['leader']), frm=frm, to=to, src='REIGN'))
    return out


def wikidata(data, byq):
    ids, fms, years = {}, [], []
    for r in csv.DictReader(open(f'{data}/leaders/world-leaders-2021-wikidata.csv', encoding='utf-8')):
        ids.setdefault(fold(r['officeholderLabel']), r['officeholder'])
        years.append(r)
    for r in csv.DictReader(open(f'{data}/leaders/foreign-ministers-wikidata.csv', encoding='utf-8')):
        if r['person'] and r['name']:
            ids.setdefault(fold(r['name']), r['person'])
            if r['start'] and byq.get(r['country']):
                fms.append(dict(iso=byq[r['country']], role='F', office='foreign minister', name=r['name'], q=r['person'], frm=r['start'], to='', src='Wikidata'))
    for f in ('russia', 'north-korea'):
        for r in csv.DictReader(open(f'{data}/leaders/holders21-{f}.csv', encoding='utf-8')):
            if r['person'] and re.fullmatch(r'Q\d+', r['personID']):
                ids.setdefault(({'russia': 'RUS'}.get(f, 'PRK'), fold(r['person'])), r['personID'])
    return ids, fms


def main():
    data = sys.argv[1]
    fips, cow, byq, names = {}, {}, {}, {}
    for line in open(f'{TABLES}/states.tsv', encoding='utf-8'):
        if line.startswith('#') or line.startswith('iso3'):
            continue
        c = line.rstrip('\n').split('\t')
        names[c[0]] = c[7]
        if c[6] == 'former' or c[6] == 'territory' and c[0] not in ('HKG', 'MAC', 'GRL', 'FRO'):
            continue
        fips[c[4].lower()] = c[0]
        if c[2]:
            cow[int(c[2])] = c[0]
        byq[c[5]] = c[0]
    cow[260] = 'DEU'
    byq.update({'Q756617': 'DNK', 'Q29999': 'NLD', 'Q237': 'VAT', 'Q407199': 'PSE'})
    fips.pop('', None)
    terms, covered = known(sorted(glob.glob(f'{HERE}/known/*.txt')))
    ids, fms = wikidata(data, byq)
    fb, rg = factbook(data, fips), reign(data, cow)
    if '--check' in sys.argv:
        check(terms, fb, rg, names)
        return
    corroborate(terms, fb, rg, fms)
    for t in fb:
        if t['role'] != 'O' and (t['iso'], t['role']) in covered or t['role'] == 'O' and (t['iso'], 'GG') in covered:
            continue
        terms.append(dict(t, q='', also=''))
    for iso in sorted(set(cow.values())):  # before the Factbook's editions: whoever led, by REIGN
        if (iso, 'S') in covered or (iso, 'G') in covered:
            continue
        mine = [t for t in fb if t['iso'] == iso and t['role'] in 'SG']
        if not mine:
            continue
        old = [t for t in rg if t['iso'] == iso and t['frm'] < min(m['frm'] for m in mine)]
        if old:
            leads = fold(old[-1]['name'])
            role = 'S' if any('president' in m['office'] and m['role'] == 'G' for m in mine) else 'G'
            office = {'S': 'president', 'G': 'prime minister'}[role]
            for t in old:
                terms.append(dict(t, role=role, office=office, q='', also=''))
    for t in fms:
        if (t['iso'], 'F') not in covered:
            terms.append(dict(t, also=''))
    write(terms, ids)


def corroborate(terms, fb, rg, fms):
    """A known term that a source has on the same day, or in the same month when
    the day is not known, names that source and takes its day."""
    by = collections.defaultdict(list)
    for s in fb + rg + fms:
        by[s['iso']].append((s, set(fold(re.sub(r'[._]', ' ', s['name'])).split())))
    for t in terms:
        words = set(fold(re.sub(r'[_|]', ' ', t['name'] + ' ' + t.get('also', ''))).split())
        names = []
        for s, w in by[t['iso']]:
            if s.get('role', 'S') not in ('SG' if t['role'] in 'SGL' else t['role']) or not w & words or t['role'] in 'O':
                continue
            n = len(t['frm'])
            if s['frm'][:n] == t['frm'] and (n == 10 or len(s['frm']) == 10):
                if n < 10:
                    move(terms, t, s['frm'])
                names.append(s['src'])
        if names:
            t['src'] = '; '.join(sorted(set(names)))


def move(terms, t, day):
    """Dates a term's beginning, and the end of the one before it, to the day."""
    for u in terms:
        if u['iso'] == t['iso'] and u['role'] == t['role'] and u['office'] == t['office'] and u['to'] == t['frm']:
            u['to'] = day
    t['frm'] = day


# Where a monarch of several realms lives.
HOMES = {'Charles III': 'GBR', 'Elizabeth II': 'GBR'}


def write(terms, ids):
    people = {}   # by folded first spelling
    for t in terms:
        plain = first(t['name'].replace('_', ''))
        key = fold(plain)
        p = people.setdefault(key, dict(name='', id='', surname=[], also=[], iso=t['iso'], src=t['src'], sector='GOV'))
        if plain in HOMES:
            p['iso'] = HOMES[plain]
        if len(t['name']) > len(p['name']):
            p['name'] = t['name'].replace('_', '')
        if t.get('q'):
            p['id'] = t['q']
        if t['role'] in 'C' and not p.get('gov'):
            p['sector'] = 'IGO'
        else:
            p['sector'], p['gov'] = 'GOV', True
        s = surname_of(t['name'], t['iso'])
        for f in surname_forms(s) if s else []:
            if f not in p['surname']:
                p['surname'].append(f)
        for a in filter(None, (x.strip() for x in t.get('also', '').split(','))):
            to = p['also'] if ' ' in a or a.isupper() or '-' in a else p['surname']
            if a not in to:
                to.append(a)
        t['key'] = key
    alias = {}
    for k, p in people.items():
        forms = [k] + [fold(first(a)) for a in p['also']]
        p['id'] = p['id'] or next((ids[f] for g in forms for f in (g, (p['iso'], g)) if f in ids), '') or 'person:' + re.sub(r"[^a-z0-9]+", '-', k).strip('-')
        # Where the given names have three words or more, the press drops the middle ones.
        w = first(p['name']).split()
        sur = first(p['surname'][0]).split() if p['surname'] else []
    byid = {}
    for k, p in people.items():
        if p['id'] in byid:
            q = byid[p['id']]
            for a in [p['name']] + p['also']:
                if fold(first(a)) != fold(first(q['name'])) and a not in q['also']:
                    q['also'].append(a)
            q['surname'] += [s for s in p['surname'] if s not in q['surname']]
            people[k] = q
        else:
            byid[p['id']] = p
    with open(f'{TABLES}/persons.tsv', 'w', encoding='utf-8') as f:
        f.write('# People who speak and act for states and organisations. Written by training/gazetteer/holders.py from known/ beside it,\n'
                '# the World Factbook, REIGN and Wikidata: correct it there. "|" in a word separates spellings of that word.\n')
        f.write('id\tname\tsurname\tnames\tcountry\tsector\tsource\n')
        for p in sorted(byid.values(), key=lambda p: (p['iso'], fold(p['name']))):
            src = p['src'].split(',')[0] + ('; Wikidata' if p['id'].startswith('Q') and 'Wikidata' not in p['src'] else '')
            f.write('\t'.join([p['id'], p['name'], ';'.join(p['surname']), ';'.join(p['also']), p['iso'], p['sector'], src]) + '\n')
    rows = []
    for t in terms:
        p = people[t['key']]
        frm, to = day(t['frm']), day(t.get('to') or '', t['src'] == 'REIGN')
        src = t['src']
        if t.get('to') and t['to'].count('-') < 2 and src == 'REIGN':
            src = 'REIGN, end to the month'
        rows.append([p['id'], first(p['name']), t['iso'], t['office'], ROLES[t['role']], frm, to, src])
    order = {r: i for i, r in enumerate(list(ROLES.values()))}
    rows.sort(key=lambda r: (r[2], order[r[4]], r[3], r[5]))
    seen = set()
    with open(f'{TABLES}/holders.tsv', 'w', encoding='utf-8') as f:
        f.write('# Who held which office from when to when. Written by training/gazetteer/holders.py: correct known/ beside it.\n'
                '# "to the month", "to the year": the first day of it stands for a day that is not known.\n')
        f.write('person\tname\tcountry\toffice\trole\tfrom\tto\tsource\n')
        for r in rows:
            if tuple(r[:1] + r[2:6]) not in seen:
                seen.add(tuple(r[:1] + r[2:6]))
                f.write('\t'.join(r) + '\n')
    print(len(byid), 'persons', len(rows), 'terms')


def check(terms, fb, rg, names):
    """Says where known/ and the sources differ."""
    has = collections.defaultdict(list)
    for t in terms:
        text = fold(re.sub(r'[_|]', ' ', t['name']) + ' ' + t.get('also', ''))
        has[t['iso']].append((t, set(text.split()), text))
    isos = {t['iso'] for t in terms}
    days = lambda s: int(s[:4]) * 372 + int(s[5:7] or 1) * 31 + int(s[8:10] or 15)
    for t in sorted(fb, key=lambda t: (t['iso'], t['role'], t['frm'])):
        if t['iso'] not in isos or t['role'] == 'O' or t['last'] < t['frm']:
            continue
        mine = [(k, w, x) for k, w, x in has[t['iso']] if k['role'] == t['role'] or t['role'] in 'SG' and k['role'] in 'LSG']
        hit = [k for k, w, x in mine if w & set(t['caps'].split()) or set(fold(t['name']).split()) & w and len(set(fold(t['name']).split()) & w) > 1]
        hit = [k for k in hit if k['role'] == t['role']] or hit
        if not hit:
            print(t['iso'], names.get(t['iso']), t['role'], 'MISSING', t['office'], t['name'], t['frm'], '..', t['to'] or t['last'], t['src'])
        elif t['frm'] > '2000' and min(abs(days(k['frm']) - days(t['frm'])) for k in hit if k['frm']) > 45:
            print(t['iso'], t['role'], 'DATE', t['name'], t['frm'], 'known', [k['frm'] for k in hit])
    for t in rg:
        if t['iso'] not in isos:
            continue
        words = set(fold(re.sub(r'[._]', ' ', t['name'])).split())
        hit = [k for k, w, x in has[t['iso']] if k['role'] in 'SGL' and (words & w or fold(t['name']).replace("'", '')[-5:] in x)]
        if not hit:
            print(t['iso'], 'REIGN MISSING', t['name'], t['frm'], t['to'])
        elif t['frm'] > '2000' and min(abs(days(k['frm']) - days(t['frm'])) for k in hit if k['frm']) > 60:
            print(t['iso'], 'REIGN DATE', t['name'], t['frm'], 'known', [k['frm'] for k in hit])


if __name__ == '__main__':
    main()
