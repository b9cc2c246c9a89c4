import type { LocalClerk, NewLocalUser } from '../clerk/start';

/** Who can sign in to the demo. The passwords are public: the demo answers on this computer only. */
export const accounts: (NewLocalUser & { avatarColor: string })[] = [
  {
    email: 'ann@example.com',
    password: 'growth-rings-1',
    firstName: 'Ann',
    lastName: 'Lindqvist',
    avatarColor: 'teal',
  },
  { email: 'ben@example.com', password: 'growth-rings-2', firstName: 'Ben', lastName: 'Okafor', avatarColor: 'violet' },
];

/** Creates those of the demo's accounts that do not exist yet. */
export async function ensureAccounts(clerk: LocalClerk): Promise<void> {
  for (const { avatarColor, ...account } of accounts) {
    if (clerk.getUserByEmail(account.email)) continue;
    const { id } = await clerk.createUser(account);
    await clerk.editUser(id, { public_metadata: { avatarColor } });
  }
}
