import type { UserJSON } from '@clerk/backend';
import type { StoredIdentification, StoredUser } from '../state/state';

const verification = {
  object: 'verification_admin',
  status: 'verified',
  strategy: 'admin',
  attempts: null,
  expire_at: null,
} as const;

const identification = ({ id, verified, createdAt, updatedAt }: StoredIdentification) => ({
  id,
  reserved: false,
  verification: verified ? verification : null,
  linked_to: [],
  created_at: createdAt,
  updated_at: updatedAt,
});

/** Returns an e-mail address as both of Clerk's APIs show it. */
export const emailJson = (email: StoredIdentification) => ({
  ...identification(email),
  object: 'email_address' as const,
  email_address: email.value,
  matches_sso_connection: false,
});

/** Returns a phone number as both of Clerk's APIs show it. */
export const phoneJson = (phone: StoredIdentification) => ({
  ...identification(phone),
  object: 'phone_number' as const,
  phone_number: phone.value,
  reserved_for_second_factor: false,
  default_second_factor: false,
  backup_codes: null,
});

/** Returns what both of Clerk's APIs show of a user. */
const common = (user: StoredUser, imageUrl: string) => ({
  id: user.id,
  object: 'user' as const,
  username: user.username,
  first_name: user.firstName,
  last_name: user.lastName,
  image_url: imageUrl,
  has_image: user.image !== null,
  primary_email_address_id: user.primaryEmailId,
  primary_phone_number_id: user.primaryPhoneId,
  primary_web3_wallet_id: null,
  password_enabled: user.passwordHash !== '',
  two_factor_enabled: false,
  totp_enabled: false,
  backup_code_enabled: false,
  email_addresses: user.emails.map(emailJson),
  phone_numbers: user.phones.map(phoneJson),
  web3_wallets: [],
  passkeys: [],
  external_accounts: [],
  saml_accounts: [],
  enterprise_accounts: [],
  organization_memberships: [],
  password_last_updated_at: user.createdAt,
  public_metadata: user.publicMetadata,
  unsafe_metadata: user.unsafeMetadata,
  external_id: user.externalId,
  last_sign_in_at: user.lastSignInAt,
  banned: false,
  locked: false,
  deprovisioned: false,
  lockout_expires_in_seconds: null,
  verification_attempts_remaining: 100,
  created_at: user.createdAt,
  updated_at: user.updatedAt,
  delete_self_enabled: true,
  create_organization_enabled: false,
  last_active_at: user.lastSignInAt,
  mfa_enabled_at: null,
  mfa_disabled_at: null,
  legal_accepted_at: null,
  profile_image_url: imageUrl,
});

/** Returns a user as in the Backend API and webhooks. */
export const backendUser = (user: StoredUser, imageUrl: string) =>
  ({
    ...common(user, imageUrl),
    locale: null,
    timezone: null,
    create_organizations_limit: null,
    private_metadata: user.privateMetadata,
    // the SDK's types want an id in a verification, and backup codes of a number; Clerk's documents have neither
  }) satisfies Omit<UserJSON, 'email_addresses' | 'phone_numbers'>;

export type LocalUser = ReturnType<typeof backendUser>;

/** Returns a user as in the Frontend API: without private metadata. */
export const frontendUser = (user: StoredUser, imageUrl: string) => common(user, imageUrl);
