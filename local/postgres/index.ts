export { applyMigrations, migrationsIn, type Migration } from './migrate';
export { removePostgres } from './remove';
export { startPostgres, type Postgres, type PostgresOptions } from './start';
