/** Why nothing is written; its message says what to do. */
export class Refusal extends Error {}
