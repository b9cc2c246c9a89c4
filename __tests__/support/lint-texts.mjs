// Lints texts as if they stood in files: reads [{ filePath, code }] from standard input, answers a list of rule names
// for each. A process of its own, because ESLint loads its configuration as an ES module, which Jest does not let it.
// The configuration is the project's, without the rules that need types: to load those takes a minute.
import { ESLint } from 'eslint';
import { text } from 'node:stream/consumers';
import tseslint from 'typescript-eslint';

const eslint = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked });
const answers = [];
for (const { filePath, code } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(code, { filePath });
  answers.push((result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message));
}
process.stdout.write(JSON.stringify(answers));
