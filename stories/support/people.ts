import { displayName } from '@/lib/profile/model/initials';
import { publicFieldNames, type PublicProfile } from '@/lib/profile/model/public-profile';
import { pick, readValues, validValues, type Patch } from '@/lib/profile/model/values';
import { longNames, nobody, said } from './profiles';

/** What the server knows of a few people. */
const people: Record<string, Patch> = {
  ann: said,
  bea: { firstName: 'Bea', lastName: 'Moon', avatarColor: 'amber' },
  long: { ...longNames, avatarColor: '#7c3aed' },
  nobody,
};
export const peopleIds = [...Object.keys(people), 'unknown'];

/** Returns what the server would have read of one person; null if they are not known. */
export async function getPerson(id: string): Promise<PublicProfile | null> {
  const values = people[id] && readValues(people[id]);
  if (!values) return null;
  return { id, values: validValues(pick(values, publicFieldNames)), displayName: displayName(values), version: id };
}
