/** The environment of Postgres's programs and `ps`: English messages, UTC, none of the caller's variables. */
export const bareEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv;
