import { english } from '@/__tests__/support/texts/in-english';
import { randomUUID } from 'node:crypto';
import { openDevice, type Device } from '../../__tests__/e2e/support/device';
import { newPerson } from '../../__tests__/e2e/support/people';
import type { Stack } from '../../__tests__/e2e/support/stack';

export interface Person {
  id: string;
  device: Device;
}

/** Signs up `count` people, each with a device that has read the profile once, so that Postgres holds it. */
export async function openPeople(stack: Stack, appUrl: string, count: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id } = await newPerson(stack);
    const device = openDevice(stack, id, appUrl);
    await device.read();
    people.push({ id, device });
  }
  return people;
}

export interface TimedSave {
  saveId: string;
  userId: string;
  /** from sending to the whole answer, in ms */
  took: number;
  /** why it was not acknowledged; null if it was */
  failure: string | null;
}

/** Saves a last name and returns how long the answer took. Never throws. */
export async function timeSave({ id, device }: Person, lastName: string): Promise<TimedSave> {
  const started = performance.now();
  const saveId = randomUUID();
  const answer = await device
    .save({ lastName }, saveId)
    .catch((error: unknown) => ({ ok: false as const, failure: { message: String(error) } }));
  const failure = answer.ok ? null : english.say(answer.failure.message);
  return { saveId, userId: id, took: performance.now() - started, failure };
}

/** Starts `work` at a steady rate for `ms`, whether or not earlier calls have ended; returns all outcomes. */
export async function atSteadyRate<T>(perSecond: number, ms: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const started: Promise<T>[] = [];
  const began = performance.now();
  for (let n = 0; performance.now() - began < ms; n += 1) {
    started.push(work(n));
    await new Promise((resolve) => setTimeout(resolve, began + ((n + 1) * 1_000) / perSecond - performance.now()));
  }
  return Promise.all(started);
}
