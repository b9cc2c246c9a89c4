import { aClerk, aReceiver, aUser, failureOf, sdk } from '../support';
import { signIn } from './browser';

describe('e-mail addresses and phone numbers of the local Clerk', () => {
  it('a user is created with several addresses and numbers, of which the first are primary', async () => {
    const clerk = await aClerk();
    const made = await sdk(clerk).users.createUser({
      emailAddress: ['Ann@example.com', 'ann.lee@example.com'],
      phoneNumber: ['+491701234567', '+491707654321'],
      skipPasswordRequirement: true,
      unsafeMetadata: { theme: 'dark' },
    });
    const user = await sdk(clerk).users.getUser(made.id);
    expect(user.emailAddresses.map(({ emailAddress }) => emailAddress)).toEqual([
      'ann@example.com',
      'ann.lee@example.com',
    ]);
    expect(user.phoneNumbers.map(({ phoneNumber }) => phoneNumber)).toEqual(['+491701234567', '+491707654321']);
    expect(user.primaryEmailAddress?.emailAddress).toBe('ann@example.com');
    expect(user.primaryPhoneNumber?.phoneNumber).toBe('+491701234567');
    expect(user).toMatchObject({ unsafeMetadata: { theme: 'dark' }, passwordEnabled: false });
  });

  it('Clerk’s SDK adds an address, makes it primary once it is verified, and deletes the other', async () => {
    const clerk = await aClerk();
    const { id, email_addresses } = await aUser(clerk);
    const { users, emailAddresses } = sdk(clerk);
    const added = await emailAddresses.createEmailAddress({ userId: id, emailAddress: 'new@example.com' });
    expect(await failureOf(users.updateUser(id, { primaryEmailAddressID: added.id }))).toMatchObject({
      status: 422,
      code: 'form_verification_needed',
      param: 'primary_email_address_id',
    });
    await emailAddresses.updateEmailAddress(added.id, { verified: true });
    const user = await users.updateUser(id, { primaryEmailAddressID: added.id });
    expect(user.primaryEmailAddress?.emailAddress).toBe('new@example.com');
    await emailAddresses.deleteEmailAddress(email_addresses[0]!.id);
    expect((await users.getUser(id)).emailAddresses.map((one) => one.id)).toEqual([added.id]);
  });

  it('Clerk’s SDK adds, changes and deletes a phone number', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    const { users, phoneNumbers } = sdk(clerk);
    const added = await phoneNumbers.createPhoneNumber({ userId: id, phoneNumber: '+491701234567', verified: true });
    expect((await users.getUser(id)).primaryPhoneNumberId).toBe(added.id);
    const other = await phoneNumbers.createPhoneNumber({ userId: id, phoneNumber: '+491707654321', verified: true });
    await phoneNumbers.updatePhoneNumber(other.id, { primary: true });
    expect((await users.getUser(id)).primaryPhoneNumber?.phoneNumber).toBe('+491707654321');
    await phoneNumbers.deletePhoneNumber(other.id);
    expect((await users.getUser(id)).primaryPhoneNumberId).toBe(added.id);
  });

  it('an address or number that somebody has is refused, and so is one that is none', async () => {
    const clerk = await aClerk();
    const [ann, bea] = [await aUser(clerk, { phones: ['+491701234567'] }), await aUser(clerk)];
    const { emailAddresses, phoneNumbers } = sdk(clerk);
    const email = (emailAddress: string) =>
      failureOf(emailAddresses.createEmailAddress({ userId: bea.id, emailAddress }));
    const phone = (phoneNumber: string) => failureOf(phoneNumbers.createPhoneNumber({ userId: bea.id, phoneNumber }));
    const taken = { status: 422, code: 'form_identifier_exists' };
    expect(await email(ann.email_addresses[0]!.email_address)).toMatchObject({ ...taken, param: 'email_address' });
    expect(await phone('+491701234567')).toMatchObject({ ...taken, param: 'phone_number' });
    const invalid = { status: 422, code: 'form_param_format_invalid' };
    expect(await email('no address')).toMatchObject({ ...invalid, param: 'email_address' });
    expect(await phone('0170 1234567')).toMatchObject({ ...invalid, param: 'phone_number' });
    expect(clerk.getUser(bea.id)).toMatchObject({ email_addresses: [{}], phone_numbers: [] });
  });

  it('a person signs in with any verified address of theirs, and not with an unverified one', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk, { email: 'ann@example.com', otherEmails: ['ann.lee@example.com'] });
    await sdk(clerk).emailAddresses.createEmailAddress({ userId: id, emailAddress: 'new@example.com' });
    expect((await signIn(clerk, 'ann.lee@example.com')).user?.id).toBe(id);
    expect((await signIn(clerk, 'new@example.com')).status).toBe(422);
  });

  it('people are found by any of their addresses and numbers, and by the id of another system', async () => {
    const clerk = await aClerk();
    const ann = await aUser(clerk, { otherEmails: ['ann.lee@example.com'], phones: ['+491701234567'] });
    const bea = await aUser(clerk);
    const { users } = sdk(clerk);
    await users.updateUser(bea.id, { externalId: 'crm-7' });
    const ids = async (filter: object) => (await users.getUserList(filter)).data.map(({ id }) => id);
    expect(await ids({ emailAddress: ['Ann.Lee@example.com'] })).toEqual([ann.id]);
    expect(await ids({ phoneNumber: ['+491701234567'] })).toEqual([ann.id]);
    expect(await ids({ externalId: ['crm-7'] })).toEqual([bea.id]);
    expect(await ids({ externalId: ['-crm-7'] })).toEqual([ann.id]);
    expect(await ids({ emailAddress: ['ann.lee@example.com'], userId: [bea.id] })).toEqual([]);
    expect(await users.getCount({ phoneNumber: ['+491701234567'] })).toBe(1);
  });

  it('an address that is added is reported by a webhook of its user', async () => {
    const { url, received, until } = await aReceiver();
    const clerk = await aClerk({ webhookUrl: url });
    const { id } = await aUser(clerk);
    await sdk(clerk).emailAddresses.createEmailAddress({ userId: id, emailAddress: 'new@example.com' });
    await until(2);
    const { data } = JSON.parse(received.find(({ body }) => body.includes('user.updated'))!.body) as { data: object };
    expect(data).toMatchObject({ id, email_addresses: [{}, { email_address: 'new@example.com', verification: null }] });
  });
});
