import ts from 'typescript';
import { read } from './walk';

export const STYLES = 'components/styles.css';

/** What a host's own style sheet may call otherwise, by the kinds that Tailwind makes utilities of. */
export const tokens = (() => {
  const styles = read(STYLES);
  const namesOf = (pattern: RegExp) => [...styles.matchAll(pattern)].map(([, name = '']) => name);
  return {
    color: namesOf(/^ {2}--color-([\w-]+):/gm),
    shadow: namesOf(/^ {2}--shadow-([\w-]+):/gm),
    /** utilities and variants, which are named as they are */
    utility: namesOf(/^@utility ([\w-]+)/gm),
    variant: namesOf(/^@custom-variant ([\w-]+)/gm),
  };
})();

const PREFIX = 'perdure';
const oneOf = (names: readonly string[]) => names.toSorted((a, b) => b.length - a.length).join('|');
const colors = oneOf(tokens.color);
const edges = 'border(?:-[xytrblse])?|divide|outline|ring|ring-offset';
const WITH_COLOR = `bg|text|${edges}|decoration|accent|caret|fill|stroke|placeholder|from|via|to|shadow`;

const begin = `(?<=^|[\\s:!'"\`])`;
const end = `(?=$|[\\s/!'"\`])`;
const inClasses: [RegExp, string][] = [
  [new RegExp(`${begin}(${WITH_COLOR})-(${colors})${end}`, 'g'), `$1-${PREFIX}-$2`],
  [new RegExp(`${begin}shadow-(${oneOf(tokens.shadow)})${end}`, 'g'), `shadow-${PREFIX}-$1`],
  [new RegExp(`${begin}(${oneOf(tokens.utility)})${end}`, 'g'), `${PREFIX}-$1`],
  [new RegExp(`${begin}(${oneOf(tokens.variant)}):`, 'g'), `${PREFIX}-$1:`],
];
const inStyles: [RegExp, string][] = [
  [new RegExp(`--color-(${colors})(?![\\w-])`, 'g'), `--color-${PREFIX}-$1`],
  [new RegExp(`--shadow-(${oneOf(tokens.shadow)})(?![\\w-])`, 'g'), `--shadow-${PREFIX}-$1`],
];
const replaceAll = (text: string, rules: [RegExp, string][]) =>
  rules.reduce((now, [pattern, by]) => now.replace(pattern, by), text);

/** Returns the style sheet with names that no host has: its own colours of the same name stay what they are. */
export const renameInStyles = (text: string): string =>
  replaceAll(text, [...inStyles, [/^@(utility|custom-variant) (?=[\w-])/gm, `@$1 ${PREFIX}-`]]);

/** Returns a source file whose classes have the names of `renameInStyles`. Only texts are changed, never code. */
export function renameInSource(file: string, text: string): string {
  if (!/\.tsx?$/.test(file)) return text;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const changes: { start: number; end: number; by: string }[] = [];
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && !isSpecifier(node)) {
      const [start, stop] = [node.getStart(), node.getEnd()];
      const by = replaceAll(text.slice(start, stop), [...inClasses, ...inStyles]);
      if (by !== text.slice(start, stop)) changes.push({ start, end: stop, by });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return splice(text, changes);
}

const isSpecifier = ({ parent }: ts.Node): boolean => ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent);

/** Returns the text with its parts replaced. */
export function splice(text: string, changes: { start: number; end: number; by: string }[]): string {
  return changes
    .toSorted((a, b) => b.start - a.start)
    .reduce((now, { start, end: stop, by }) => now.slice(0, start) + by + now.slice(stop), text);
}
