import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { cloudContract } from '../contract/cloud/index.ts';
import type { AuthDescription } from './features/accounts/index.ts';

/** The whole HTTP interface below `prefix` as OpenAPI: the contract's, and what the accounts serve below `/auth`. */
export async function describeApi(options: {
  version: string;
  prefix: string;
  auth: AuthDescription;
}): Promise<OpenAPI.Document> {
  const { version, prefix, auth } = options;
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(cloudContract, {
    info: { title: 'FlashFusion cloud API', version },
    servers: [{ url: prefix }],
    security: [{ bearerAuth: [] }, {}],
  });
  const paths = Object.entries(auth.paths).map(([path, item]) => [`/auth${path}`, item]);
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, ...auth.components.schemas },
      securitySchemes: { bearerAuth: { type: 'http', scheme: 'bearer' } },
    },
    paths: { ...document.paths, ...Object.fromEntries(paths) },
  };
}
