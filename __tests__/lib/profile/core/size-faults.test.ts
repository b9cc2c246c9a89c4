import fc from 'fast-check';
import { bytesOf, maxBytesOf } from '@/lib/profile/core/sizes/max-bytes';
import { MOST_OF_CLAIMS, MOST_OF_DOCUMENT, sizeFaults, stopAtSizeFaults } from '@/lib/profile/core/sizes/size-faults';
import { fields } from '@/lib/profile/fields';
import { graphemes } from '@/lib/profile/model/graphemes';
import type { ClerkPlace, Field } from '@/lib/profile/model/kinds/kind';
import { multiline } from '@/lib/profile/model/kinds/multiline';
import { text } from '@/lib/profile/model/kinds/text';
import type { Value } from '@/lib/profile/model/value';
import { fieldOfKind, kindNames, validValue, type KindName } from '@/__tests__/support/any-kind';

/** Whether all characters of a value are of one code point: an emoji of several needs more than is counted. */
const isPlain = (value: Value): boolean =>
  typeof value !== 'string' || graphemes(value).every((one) => [...one].length === 1);

test.each(kindNames)('no plain value of a field of the kind %s needs more bytes than it counts', (kind) => {
  const most = maxBytesOf(fieldOfKind(kind));
  fc.assert(
    fc.property(validValue(kind).filter(isPlain), (value) => {
      expect(bytesOf(value)).toBeLessThanOrEqual(most);
    }),
  );
});

it('the fields of this app fit into Clerk', () => {
  expect(() => stopAtSizeFaults(fields)).not.toThrow();
});

const places: ClerkPlace[] = [
  { attribute: 'firstName' },
  { publicMetadata: 'key' },
  { privateMetadata: 'key' },
  { unsafeMetadata: 'key' },
  { mirrorOnly: true },
];
const withKey = (place: ClerkPlace, key: string): ClerkPlace =>
  'attribute' in place || 'mirrorOnly' in place ? place : ({ [Object.keys(place)[0]!]: key } as unknown as ClerkPlace);

/** Any list of fields: of every kind, of any place, of texts from short to long. */
const anyFields: fc.Arbitrary<Record<string, Field>> = fc
  .array(
    fc.record({
      kind: fc.constantFrom<KindName | 'long'>(...kindNames, 'long'),
      place: fc.constantFrom(...places),
      max: fc.integer({ min: 1, max: 900 }),
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    Object.fromEntries(
      list.map(({ kind, place, max }, at) => {
        const options = { label: kind, clerk: withKey(place, `key${at}`) };
        return [`field${at}`, kind === 'long' ? multiline({ ...options, max }) : fieldOfKind(kind, options)];
      }),
    ),
  );

/** The largest document that a list of fields can lead to, with the direct-save log after one save of each field. */
function largest(list: Record<string, Field>, document: string): object {
  const filled = (field: Field) => 'x'.repeat(maxBytesOf(field) - 2);
  const values = Object.entries(list).flatMap(([, field]) => {
    const [place, key] = Object.entries(field.clerk)[0] as [string, string];
    return place === document ? [[key, filled(field)]] : [];
  });
  const saved = Object.entries(list).filter(([, { clerk }]) => !('mirrorOnly' in clerk));
  const entries = Array.from({ length: 8 }, (_, at) => {
    const own = saved.filter((_one, index) => index % 8 === at);
    return [
      `00000000-0000-4000-8000-00000000000${at}`,
      {
        at: 1_795_000_000_000,
        patch: Object.fromEntries(own.map(([name, field]) => [name, filled(field)])),
        refused: Object.fromEntries(own.map(([name]) => [name, null])),
      },
    ];
  });
  const log = document === 'privateMetadata' ? { perdure: { saves: Object.fromEntries(entries) as object } } : {};
  return { ...(Object.fromEntries(values) as object), ...log };
}

it('any list of fields without a fault fits into each of Clerk’s documents at its maximum', () => {
  let fitting = 0;
  fc.assert(
    fc.property(anyFields, (list) => {
      const faults = sizeFaults(list);
      for (const document of ['publicMetadata', 'privateMetadata', 'unsafeMetadata']) {
        const bytes = bytesOf(largest(list, document));
        const isFault = faults.some((fault) => fault.includes(document));
        if (!isFault) fitting += 1;
        if (!isFault) expect(bytes).toBeLessThanOrEqual(MOST_OF_DOCUMENT);
        // and none is turned down that has a tenth to spare
        else expect(bytes).toBeGreaterThan(MOST_OF_DOCUMENT * 0.9);
      }
    }),
    { numRuns: 300 },
  );
  expect(fitting).toBeGreaterThan(100);
});

it('the message of a document that is too small lists its fields, the largest first', () => {
  const note = (key: string, max: number) => text({ label: 'Note', max, clerk: { publicMetadata: key } });
  expect(sizeFaults({ long: note('long', 1_500), longer: note('longer', 1_600) })).toEqual([
    expect.stringMatching(
      /^Clerk’s publicMetadata has room for 8192 bytes, .* 12\d\d\d: longer 64\d\d, long 60\d\d\. /,
    ),
    expect.stringContaining('the direct-save log'), // which would hold both
  ]);
  expect(() => stopAtSizeFaults({ long: note('long', 3_000) })).toThrow(
    /lib\/profile\/fields\.ts.*\n {2}✗ Clerk’s public/,
  );
});

it('fields in the session token count against its claims, and private ones cannot be there', () => {
  const inSession = (clerk: ClerkPlace, max: number) => ({
    note: text({ label: 'Note', max, clerk, inSession: true }),
  });
  expect(sizeFaults(inSession({ publicMetadata: 'note' }, 300))).toEqual([]);
  expect(sizeFaults(inSession({ publicMetadata: 'note' }, 310))).toEqual([
    expect.stringContaining(`session token has room for ${MOST_OF_CLAIMS} bytes`),
  ]);
  for (const clerk of [{ privateMetadata: 'note' }, { mirrorOnly: true as const }])
    expect(sizeFaults(inSession(clerk, 9))).toEqual([expect.stringContaining('note cannot be in')]);
});
