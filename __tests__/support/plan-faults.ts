import type { Explained, PlanNode } from './plans';

/** How many rows a statement may read in vain: those whose push another process holds, say. */
const IN_VAIN = 10;
/**
 * How many pages of 8 kB a statement may read for itself: three levels of a few indexes, and what it looks up about the
 * tables.
 */
const PAGES = 60;
/**
 * How many pages it may read for each row it was sent for: the way through four indexes, and the row before and after.
 */
const PAGES_A_ROW = 32;
/**
 * How many rows one statement may change: 10,000 took 0.6 s, and a statement may take 2.5 s, also where Postgres is
 * busy.
 */
const CHANGED_AT_ONCE = 5_000;

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
const inVain = (node: PlanNode): number =>
  ((node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0)) *
  node['Actual Loops'];
const isAbout = (node: PlanNode, type: string): boolean => node['Node Type'] === type;

/** How many rows the statement was sent for: those it gives, changes or counts. */
function wanted(node: PlanNode): number {
  const through = isAbout(node, 'ModifyTable') || isAbout(node, 'Aggregate');
  const [from] = node.Plans ?? [];
  return through && from ? wanted(from) : node['Actual Rows'] * node['Actual Loops'];
}

/**
 * What makes a statement slower the more people there are: where its plan reads more than the rows it was sent for.
 * Empty where nothing does.
 */
export function faultsOf({ Plan: plan }: Explained): string[] {
  const rows = wanted(plan);
  const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  const allowed = PAGES + PAGES_A_ROW * rows;
  return [
    ...nodesOf(plan)
      .filter((node) => isAbout(node, 'Seq Scan'))
      .map((node) => `reads all of ${node['Relation Name']}`),
    ...nodesOf(plan)
      .filter((node) => inVain(node) > IN_VAIN)
      .map(
        (node) =>
          `reads ${inVain(node)} rows in vain: ${node['Node Type']} on ${node['Index Name'] ?? node['Relation Name']}, Filter ${node.Filter}`,
      ),
    ...(pages > allowed ? [`reads ${pages} pages for ${rows} rows, ${allowed} would do`] : []),
    ...(isAbout(plan, 'ModifyTable') && rows > CHANGED_AT_ONCE ? [`changes ${rows} rows at once`] : []),
  ];
}
