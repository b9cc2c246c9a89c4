import { Client } from 'pg';
import type { Watch } from '../tcp-proxy';

/** One node of a plan in auto_explain's JSON. Source: EXPLAIN's documentation, FORMAT JSON, ANALYZE and BUFFERS. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Filter?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Rows Removed by Join Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

/** One statement as Postgres carried it out. */
export interface Explained {
  'Query Text': string;
  Plan: PlanNode;
}

const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
  'auto_explain.log_nested_statements': 'on', // what foreign keys read and delete
  'auto_explain.log_parameter_max_length': '100',
  'auto_explain.log_level': 'notice', // sent to the connection of the statement
};

/** Makes a database send every connection the plan of each of its statements, with what it really read. */
export async function explainStatements(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const name = client.escapeIdentifier(client.database ?? '');
    for (const [setting, value] of Object.entries(SETTINGS))
      await client.query(`ALTER DATABASE ${name} SET ${setting} = '${value}'`);
  } finally {
    await client.end();
  }
}

/** A notice of auto_explain in Postgres's protocol: the message is a string that ends with a zero byte. */
const NOTICE = /duration: [\d.]+ ms {2}plan:\n(\{.*?\n\})\0/gs;

/** Collects the plans in what passes through a proxy, of all statements. */
export function watchPlans(): { watch: Watch; take: () => Explained[] } {
  const unread = new Map<object, string>();
  const plans: Explained[] = [];
  return {
    watch: ({ text, from, connection }) => {
      if (from === 'app') return true;
      const all = (unread.get(connection) ?? '') + text;
      let read = 0;
      for (const found of all.matchAll(NOTICE)) {
        plans.push(JSON.parse(Buffer.from(found[1] ?? '', 'latin1').toString()) as Explained);
        read = found.index + found[0].length;
      }
      unread.set(connection, all.slice(read));
      return true;
    },
    take: () => plans.splice(0),
  };
}
