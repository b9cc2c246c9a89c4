import type { Settings } from '../state/state';
import { MIN_PASSWORD } from '../state/user/passwords';
import { USERNAME_LENGTH } from '../state/user/usernames';

const off = {
  enabled: false,
  required: false,
  used_for_first_factor: false,
  first_factors: [],
  used_for_second_factor: false,
  second_factors: [],
  verifications: [],
  verify_at_sign_up: false,
  immutable: false,
};
const disabled = { enabled: false };

/** Returns how people sign in and up: with e-mail address and password, optional names, and nothing else. */
export const userSettingsJson = ({ usernames }: Settings) => ({
  attributes: {
    email_address: { ...off, enabled: true, required: true, used_for_first_factor: true },
    password: { ...off, enabled: true, required: true, used_for_first_factor: true, first_factors: ['password'] },
    first_name: { ...off, enabled: true },
    last_name: { ...off, enabled: true },
    phone_number: off,
    username: usernames ? { ...off, enabled: true, used_for_first_factor: true } : off,
    web3_wallet: off,
    authenticator_app: off,
    ticket: off,
    backup_code: off,
    passkey: off,
  },
  social: {},
  saml: disabled,
  enterprise_sso: { ...disabled, self_serve_sso: false },
  sign_in: { second_factor: { required: false } },
  sign_up: {
    captcha_enabled: false,
    captcha_widget_type: 'smart',
    custom_action_required: false,
    progressive: true,
    mode: 'public',
    legal_consent_enabled: false,
  },
  restrictions: {
    allowlist: disabled,
    blocklist: disabled,
    allowlist_blocklist_disabled_on_sign_in: disabled,
    block_email_subaddresses: disabled,
    block_disposable_email_domains: disabled,
  },
  password_settings: {
    disable_hibp: true,
    disable_password_reverification: false,
    min_length: MIN_PASSWORD,
    max_length: 72,
    require_special_char: false,
    require_numbers: false,
    require_uppercase: false,
    require_lowercase: false,
    show_zxcvbn: false,
    min_zxcvbn_strength: 0,
    enforce_hibp_on_sign_in: false,
    allowed_special_characters: '!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~',
  },
  username_settings: {
    min_length: USERNAME_LENGTH.min,
    max_length: USERNAME_LENGTH.max,
    allow_extended_special_characters: false,
    allow_numeric_usernames: false,
  },
  actions: { delete_self: true, create_organization: false, create_organizations_limit: null },
  attack_protection: {
    user_lockout: { enabled: false, max_attempts: 100, duration_in_minutes: 60 },
    pii: { enabled: false },
    email_link: { require_same_client: false },
    enumeration_protection: { enabled: false },
  },
  passkey_settings: { allow_autofill: false, show_sign_in_button: false, satisfies_second_factor: false },
});
