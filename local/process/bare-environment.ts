/** What Postgres's programs and `ps` are given: English messages, UTC, and none of the caller's variables. */
export const bareEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv;
