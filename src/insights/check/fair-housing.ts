import { type DenyList, listed } from './phrases.ts';

/**
 * The law: 42 U.S.C. § 3604(c) with 24 CFR 100.75 forbids any statement about the sale of a dwelling that indicates a
 * preference, limitation or discrimination by race, color, religion, sex, handicap, familial status or national
 * origin; 24 CFR 100.70(c) forbids steering by what is said of a community's people. The words: former 24 CFR 109.20
 * (HUD's own list, withdrawn in 1996), HUD's memorandum of 9 January 1995 on advertisements under § 804(c) (which
 * permits "single-family" and the like), and the lists that NAR and state associations give their members (New York's:
 * nysar.com, "Fair Housing and Real Estate Advertising"). State laws add age, income, marital and other status.
 * A market report has no occasion for any of these words, so doubt is decided against them.
 */
const ADVICE = 'describes people or the character of a place; describe the market only (Fair Housing).';
const list = (phrases: string): DenyList => ({
  code: 'fair_housing',
  advice: ADVICE,
  phrases: listed(phrases),
  except: ['single family', 'multi family', 'two family', 'one family'],
});

export const FAIR_HOUSING: readonly DenyList[] = [
  // Race, color, national origin: former 24 CFR 109.20(b)(1), (2), (4).
  list(`
    race, races, racial*, ethnic*, white, whites, black, blacks, caucasian*, asian*, oriental*, african*,
    hispanic*, latin*, chicano*, mexican*, puerto rican*, native american*, american indian*, indian*, chinese,
    korean*, japanese, vietnamese, filipino*, arab*, irish, italian*, polish, jewish, immigrant*, foreign*,
    nationalit*, colored, coloured, minorit*, integrated, segregat*, diverse, diversity, multicultural, english
    speaking, citizen*
  `),
  // Religion: 109.20(b)(3). The memorandum of 1995 allows naming a facility; a report of figures names none.
  list(`
    christian*, catholic*, protestant*, jew, jews, muslim*, islam*, hindu*, buddhist*, mormon*, religio*, church*,
    synagogue*, mosque*, temple*, parish*, kosher, halal, faith
  `),
  // Sex, sexual orientation, marital and familial status: 109.20(b)(5), (7); § 3602(k).
  list(`
    men, women, man, woman, male*, female*, bachelor*, gay, lesbian*, straight, lgbt*, gentlem*, ladies, family,
    families, family friendly, family oriented, child*, kid, kids, kid friendly, infant*, teen*, newlywed*,
    couple, couples, married, unmarried, single person, single people, singles, empty nester*, mother*, father*,
    parent*, household*, adult, adults, adults only, pregnan*, dependents
  `),
  // Age and disability: 109.20(b)(6); 42 U.S.C. § 3602(h).
  list(`
    senior*, elderly, older persons, older people, retire*, retiree*, mature, young*, youth*, millennial*,
    boomer*, generation*, handicap*, disab*, able bodied, wheelchair*, crippled, deaf, blind, mental*, healthy
    only, active adult*
  `),
  // Income and status, protected by many states and cities.
  list(`
    section 8, voucher*, welfare, blue collar, white collar, working class, middle class, upper class, wealthy,
    affluent, low income, high income, rich, poor, poverty, professionals, executive*, student*, veteran*,
    resident, residents, neighbor, neighbors, neighbour, neighbours, locals, people, demographic*
  `),
  // Character of a place, which stands in for its people: 24 CFR 100.70(c)(4) and HUD's steering guidance.
  list(`
    safe, safer, safest, safety, unsafe, crime, crimes, low crime, dangerous, secure, gated, exclusive*, private
    community, prestigious, desirable, undesirable, sought after, coveted, elite, upscale, high end, good area,
    bad area, nice area, better area, quiet, peaceful, friendly, welcoming, tight knit, close knit, communit*,
    neighborhood*, neighbourhood*, up and coming, gentrif*, revitaliz*, transitional, changing area, traditional,
    established area, inner city, urban, ghetto, barrio, restricted, school*, school district*, walkable, trendy,
    hip, charming, vibrant, lifestyle*, fit for, perfect for, ideal for, suited to, suitable for, great for, not
    for
  `),
];
