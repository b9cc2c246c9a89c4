export { applyMigrations, migrationsIn, type Migration } from './migrate';
export { isFree, nextFreePort } from '../process/free-port';
export { removePostgres } from './remove';
export { startPostgres, type Postgres, type PostgresOptions } from './start';
