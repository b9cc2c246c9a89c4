import { withName, type CodeList } from './code-list';
import { listedTimeZones, nameOfCode, resolvedTimeZone } from '@/lib/texts/intl';

/** ISO 3166-1, by first letters: A with D, E, F, … And XK (Kosovo), which many give although it is not in it. */
const COUNTRIES =
  'ADEFGILMOQRSTUWXZ BABDEFGHIJLMNOQRSTVWYZ CACDFGHIKLMNORUVWXYZ DEJKMOZ ECEGHRST FIJKMOR GABDEFGHILMNPQRSTUWY ' +
  'HKMNRTU IDELMNOQRST JEMOP KEGHIMNPRWYZ LABCIKRSTUVY MACDEFGHKLMNOPQRSTUVWXYZ NACEFGILOPRUZ OM PAEFGHKLMNRSTWY QA ' +
  'REOSUW SABCDEGHIJKLMNORSTVXYZ TCDFGHJKLMNORTVWZ UAGMSYZ VACEGINU WFS XK YET ZAMW';

/** ISO 639-1, in the same way. */
const LANGUAGES =
  'aabefkmnrsvyz baegimnors caehorsuvy daevz eelnostu fafijory gadlnuv haeiortuyz iadegikostu jav kagijklmnorsuvwy ' +
  'labginotuv mghiklnrsty nabdeglnorvy ocjmrs pailst qu rmnouw sacdegiklmnoqrstuvw taeghiklnorstwy ugkrz veio wao ' +
  'xh yio zahu';
/** Of three letters (ISO 639-3): those that people write in and have no code of two. */
const MORE_LANGUAGES = 'ast ceb chr ckb dsb fil gsw haw hmn hsb kab kok mai nds nso scn szl yue zgh';
/** Languages whose form depends on where they are used: the others can be typed. */
const REGIONAL_LANGUAGES =
  'de-AT de-CH en-AU en-CA en-GB en-US es-419 es-MX fr-BE fr-CA fr-CH pt-BR pt-PT zh-Hans zh-Hant';

const split = (codes: string): readonly string[] => codes.split(' ');
/** Returns codes of two letters from their groups: "AD", "AE" from "ADE". */
const inGroups = (groups: string): string[] =>
  split(groups).flatMap(([first = '', ...seconds]) => seconds.map((second) => first + second));
const countries = inGroups(COUNTRIES);
const languages = [...inGroups(LANGUAGES), ...split(MORE_LANGUAGES)];

function listOfNames(type: 'region' | 'language', list: Pick<CodeList, 'codes' | 'find'>): CodeList {
  const nameOf = (code: string): string => nameOfCode(type, code, 'en') ?? '';
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
