/** The parts of a text with spaces between them, as the compiler knows them. */
type Joined<Parts extends readonly string[]> = Parts extends readonly [
  infer First extends string,
  ...infer Rest extends readonly string[],
]
  ? Rest extends readonly []
    ? First
    : `${First} ${Joined<Rest>}`
  : '';

/** Returns a text that is too long for one line, from its parts: unlike with `+`, its arguments stay known. */
export const join = <const Parts extends readonly string[]>(...parts: Parts): Joined<Parts> =>
  parts.join(' ') as Joined<Parts>;
