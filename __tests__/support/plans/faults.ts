import type { Explained, PlanNode } from './explain';

/** How many rows a statement may read and drop: those whose push another process holds, say. */
const MAX_DROPPED = 10;
/** How many pages of 8 kB any statement may read: three levels of a few indexes, and the tables' catalogue. */
const PAGES = 60;
/** How many pages it may read for each row it wants: paths through four indexes, and the row before and after. */
const PAGES_PER_ROW = 32;
/** How many rows one statement may change: 10,000 took 0.6 s, and a statement may take 2.5 s on a busy Postgres. */
const CHANGED_AT_ONCE = 5_000;

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
const droppedBy = (node: PlanNode): number =>
  ((node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0)) *
  node['Actual Loops'];
const isAbout = (node: PlanNode, type: string): boolean => node['Node Type'] === type;

/** Returns how many rows a statement wants: those it returns, changes or counts. */
function wanted(node: PlanNode): number {
  const through = isAbout(node, 'ModifyTable') || isAbout(node, 'Aggregate');
  const [from] = node.Plans ?? [];
  return through && from ? wanted(from) : node['Actual Rows'] * node['Actual Loops'];
}

/** Returns where a plan reads more than the rows it wants, and slows down as users grow in number. Empty if nowhere. */
export function faultsOf({ Plan: plan }: Explained): string[] {
  const rows = wanted(plan);
  const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  const allowed = PAGES + PAGES_PER_ROW * rows;
  return [
    ...nodesOf(plan)
      .filter((node) => isAbout(node, 'Seq Scan'))
      .map((node) => `reads all of ${node['Relation Name']}`),
    ...nodesOf(plan)
      .filter((node) => droppedBy(node) > MAX_DROPPED)
      .map(
        (node) =>
          `reads ${droppedBy(node)} rows in vain: ${node['Node Type']} on ` +
          `${node['Index Name'] ?? node['Relation Name']}, Filter ${node.Filter}`,
      ),
    ...(pages > allowed ? [`reads ${pages} pages for ${rows} rows, ${allowed} would do`] : []),
    ...(isAbout(plan, 'ModifyTable') && rows > CHANGED_AT_ONCE ? [`changes ${rows} rows at once`] : []),
  ];
}
