import { createInterface } from 'node:readline/promises';
import { Refusal } from './refusal';

const EXAMPLE = 'npm run new:field -- --label "Birthday" --kind date --place private';

/** Asks whoever runs the script. */
export interface Questions {
  /** Returns the answer. @throws {Refusal} where nobody answers */
  ask: (question: string) => Promise<string>;
  /** Returns which of several is chosen, by its number or name; it is asked until there is one. */
  choose: (question: string, choices: Readonly<Record<string, string>>) => Promise<string>;
  close: () => void;
}

/** Returns questions that are asked on the terminal, or of what is piped into the script. */
export function askOnTerminal(): Questions {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<never>((_resolve, reject) => {
    lines.once('close', () => reject(new Refusal(`Nobody answers. Give the answers as arguments:\n  ${EXAMPLE}`)));
  });
  ended.catch(() => undefined); // heard by whoever asks; nobody does after the last question
  const ask = (question: string) => Promise.race([lines.question(question), ended]);

  async function choose(question: string, choices: Readonly<Record<string, string>>): Promise<string> {
    const names = Object.keys(choices);
    const width = Math.max(...names.map((name) => name.length));
    const list = names.map((name, at) => `  ${String(at + 1).padStart(2)}  ${name.padEnd(width)}  ${choices[name]}`);
    const answer = (await ask([question, ...list.map((line) => line.trimEnd()), '> '].join('\n'))).trim();
    const chosen = names.find((name) => name.toLowerCase() === answer.toLowerCase()) ?? names[Number(answer) - 1];
    if (chosen !== undefined) return chosen;
    console.log(`“${answer}” is none of these.`);
    return choose(question, choices);
  }

  return { ask, choose, close: () => lines.close() };
}
