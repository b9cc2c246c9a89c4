import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

type Json = { [key: string]: Json } & { $ref?: string };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Returns an OpenAPI 3.0 schema as JSON Schema: `nullable` becomes "or null".
 * Beside a reference or an enum, `nullable` is about the whole.
 */
function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (!isObject(node)) return node;
  const { nullable, ...rest } = node as Record<string, unknown>;
  const schema = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === 'example' || key === 'examples' ? value : toJsonSchema(value),
    ]),
  );
  return nullable === true ? { anyOf: [{ type: 'null' }, schema] } : schema;
}

/** One of Clerk's OpenAPI documents, to compare answers with. */
export class OpenApi {
  /** properties that the SDK's types declare and this edition of the documents does not have yet */
  static readonly newer = ['timezone'];

  private readonly ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
  private readonly compiled = new Map<unknown, ValidateFunction>();
  private readonly document: Json;

  constructor(folder: string, file: string) {
    this.document = toJsonSchema(parse(readFileSync(join(folder, file), 'utf8'))) as Json;
  }

  /** Returns what is wrong with an answer to `method path`; empty if nothing is. */
  problems(method: string, path: string, status: number, body: unknown): string[] {
    const operation = this.pathItem(path)?.[method.toLowerCase()];
    if (!operation) return [`${method} ${path} is not in the document`];
    const response = this.follow(operation.responses?.[String(status)]);
    if (!response)
      return [
        `${method} ${path} is never answered ${status}, only ${Object.keys(operation.responses ?? {}).join(', ')}`,
      ];
    const schema = response.content?.['application/json']?.schema;
    return schema ? this.validate(schema, body) : [];
  }

  /** Returns what is wrong with a webhook's body; empty if nothing is. */
  webhookProblems(type: string, body: unknown): string[] {
    const schema = this.document['x-webhooks']?.[type]?.post?.requestBody?.content?.['application/json']?.schema;
    return schema ? this.validate(schema, body) : [`the event ${type} is not in the document`];
  }

  private pathItem(path: string): Json | undefined {
    const parts = path.split('/');
    const fits = (template: string) => {
      const wanted = template.split('/');
      return wanted.length === parts.length && wanted.every((part, i) => part === parts[i] || part.startsWith('{'));
    };
    // a literal path goes before a template
    const templates = Object.keys(this.document.paths ?? {})
      .filter(fits)
      .sort((a, b) => a.split('{').length - b.split('{').length);
    return templates[0] === undefined ? undefined : this.document.paths?.[templates[0]];
  }

  private follow(node: Json | undefined): Json | undefined {
    if (typeof node?.$ref !== 'string') return node;
    return node.$ref
      .replace('#/', '')
      .split('/')
      .reduce<Json | undefined>((at, key) => at?.[key], this.document);
  }

  private validate(schema: Json, body: unknown): string[] {
    let check = this.compiled.get(schema);
    if (!check)
      this.compiled.set(schema, (check = this.ajv.compile({ allOf: [schema], components: this.document.components })));
    return check(body)
      ? []
      : (check.errors ?? [])
          .filter(isTelling)
          .map((error) => `${error.instancePath || 'the body'} ${error.message} ${JSON.stringify(error.params)}`);
  }
}

/** Returns whether an error says more than that one of several forms did not fit, or that a property is too new. */
function isTelling({ keyword, params }: ErrorObject): boolean {
  const { type, additionalProperty } = params as { type?: string; additionalProperty?: string };
  if (keyword === 'additionalProperties') return !OpenApi.newer.includes(additionalProperty ?? '');
  return keyword !== 'anyOf' && !(keyword === 'type' && type === 'null');
}
