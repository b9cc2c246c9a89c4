export { applyMigrations, migrationsIn } from './migrate';
export { removePostgres } from './remove';
export { startPostgres, type Postgres } from './start';
