import { withName, type CodeList } from './code-list';
import { listedTimeZones, nameOfCode, resolvedTimeZone } from './intl';

/** ISO 3166-1, and XK (Kosovo), which many give although it is not in it. */
const COUNTRIES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
  'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO ' +
  'FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE ' +
  'JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO ' +
  'MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW ' +
  'PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM ' +
  'TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW';

/** ISO 639-1: of two letters each. */
const LANGUAGES =
  'aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en ' +
  'eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja ' +
  'jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb ' +
  'nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq ' +
  'sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu';
/** Of three letters (ISO 639-3): those that people write in and have no code of two. */
const MORE_LANGUAGES = 'ast ceb chr ckb dsb fil gsw haw hmn hsb kab kok mai nds nso scn szl yue zgh';
/** Languages whose form depends on where they are used: the others can be typed. */
const REGIONAL_LANGUAGES =
  'de-AT de-CH en-AU en-CA en-GB en-US es-419 es-MX fr-BE fr-CA fr-CH pt-BR pt-PT zh-Hans zh-Hant';

const split = (codes: string): readonly string[] => codes.split(' ');
const countries = split(COUNTRIES);
const languages = [...split(LANGUAGES), ...split(MORE_LANGUAGES)];

function listOfNames(type: 'region' | 'language', list: Pick<CodeList, 'codes' | 'find'>): CodeList {
  const nameOf = (code: string): string => nameOfCode(type, code) ?? '';
  return { ...list, nameOf, shown: (code) => withName(code, nameOf(code)) };
}

/** Returns a tag in the capitals of BCP 47, "zh-Hant-TW", if it is a language we know, with or without its region. */
function findLanguage(text: string): string | undefined {
  const [, language = '', script, region] =
    /^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?$/i.exec(text.trim()) ?? [];
  if (!languages.includes(language.toLowerCase())) return undefined;
  const tag = [language.toLowerCase(), script && capitalized(script), region?.toUpperCase()];
  return tag.filter(Boolean).join('-');
}

const capitalized = (text: string): string =>
  text.toLowerCase().replace(/(^|[/_-])[a-z]/g, (start) => start.toUpperCase());

let zones: Map<string, string> | undefined;
const zonesByKey = (): Map<string, string> =>
  (zones ??= new Map([...listedTimeZones(), 'UTC'].map((zone) => [zone.toLowerCase(), zone])));

/**
 * Returns a name of the IANA database in its capitals. A name that is valid and not listed stays what it is, though it
 * stands for another one: browsers do not agree which of "Asia/Kolkata" and "Asia/Calcutta" is the old one.
 */
function findTimeZone(text: string): string | undefined {
  const zone = text.trim().replace(/\s+/g, '_');
  const listed = zonesByKey().get(zone.toLowerCase());
  if (listed !== undefined || !/^[a-z][\w+-]*(\/[\w+-]+)*$/i.test(zone)) return listed;
  const resolved = resolvedTimeZone(zone);
  if (resolved === undefined || resolved.toLowerCase() === zone.toLowerCase()) return resolved;
  return /\/|^[a-z]{4,}$/i.test(zone) ? capitalized(zone) : zone.toUpperCase(); // "Cuba", and "EST5EDT"
}

/** The lists of the searched kinds: codes alone, since browsers know their names. */
export const codeLists: Record<'timeZone' | 'language' | 'country', CodeList> = {
  timeZone: {
    codes: () => [...zonesByKey().values()],
    find: findTimeZone,
    nameOf: (zone) => zone.slice(zone.lastIndexOf('/') + 1).replace(/_/g, ' '),
    shown: (zone) => zone,
  },
  language: listOfNames('language', {
    codes: () => [...languages, ...split(REGIONAL_LANGUAGES)],
    find: findLanguage,
  }),
  country: listOfNames('region', {
    codes: () => countries,
    find: (text) => countries.find((code) => code === text.trim().toUpperCase()),
  }),
};

/** Returns what the control of a list offers, as it shows it, in the order of its names. */
export const searchOptions = (list: keyof typeof codeLists): string[] =>
  codeLists[list]
    .codes()
    .map(codeLists[list].shown)
    .sort((a, b) => a.localeCompare(b, 'en'));
