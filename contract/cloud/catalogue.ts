import { oc } from '@orpc/contract';
import { z } from 'zod';

/** What a template makes. */
export const TemplateCategory = z.enum(['web', 'api', 'tool', 'game']);
export type TemplateCategory = z.infer<typeof TemplateCategory>;

const TemplateId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/** A template as lists show it. */
export const TemplateSummary = z.object({
  id: TemplateId,
  title: z.string(),
  description: z.string(),
  category: TemplateCategory,
  tags: z.array(z.string()),
  /** An SPDX identifier. */
  licence: z.string(),
  /** US cents; 0 is free. */
  price: z.number().int().nonnegative(),
  /** People who have downloaded it. */
  downloads: z.number().int().nonnegative(),
  publishedAt: z.iso.datetime(),
});
export type TemplateSummary = z.infer<typeof TemplateSummary>;

/** Largest page. */
export const largestCataloguePage = 50;

export const catalogue = {
  /** Pages that stay right while templates are published: each begins after the last template of the one before. */
  list: oc
    .route({
      method: 'GET',
      path: '/catalogue/templates',
      summary: 'Templates, page by page',
      tags: ['catalogue'],
      outputStructure: 'detailed',
    })
    .errors({ BAD_REQUEST: { message: 'This page does not exist. Begin with the first.' } })
    .input(
      z.object({
        category: TemplateCategory.optional(),
        tag: z
          .string()
          .regex(/^[a-z0-9][a-z0-9.+-]{0,31}$/)
          .optional(),
        /** Newest first, or most downloaded first. */
        order: z.enum(['new', 'top']).default('new'),
        limit: z.coerce.number().int().min(1).max(largestCataloguePage).default(24),
        /** `next` of the page before. */
        after: z.string().max(200).optional(),
      }),
    )
    .output(
      z.object({
        headers: z.record(z.string(), z.string()),
        body: z.object({
          templates: z.array(TemplateSummary),
          /** For `after`; null on the last page. */
          next: z.string().nullable(),
        }),
      }),
    ),

  template: oc
    .route({
      method: 'GET',
      path: '/catalogue/templates/{id}',
      summary: 'One template',
      tags: ['catalogue'],
      outputStructure: 'detailed',
    })
    .errors({ NOT_FOUND: { message: 'There is no such template.' } })
    .input(z.object({ id: TemplateId }))
    .output(z.object({ headers: z.record(z.string(), z.string()), body: TemplateSummary })),
};
