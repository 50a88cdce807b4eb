import { implement } from '@orpc/server';
import { desc, eq } from 'drizzle-orm';
import { cloudContract } from '../../../contract/cloud/index.ts';
import { type Database, schema } from '../../adapters/database/index.ts';
import type { RequestContext } from '../../context.ts';
import type { RateLimits, RateRule } from '../../rate-limits.ts';
import { readPictureFormat } from './picture-format.ts';
import { largestPicture, largestSide, type Picture, type Pictures, picturePath } from './pictures.ts';

const contract = implement(cloudContract.account).$context<RequestContext>();

/** Events that an export holds, newest first. */
const exportedEvents = 1000;

/** For each person. */
const pictureRule: RateRule = { window: 3600, max: 20 };
/** A picture that was replaced may be seen for this long, in seconds. */
const pictureCached = 300;

/** Serves what is kept about a person. `database` is opened when it is first needed. */
export function createAccountRouter(options: {
  pictures: Pictures;
  limits: RateLimits;
  database(): Promise<Database>;
}) {
  const { pictures, limits, database } = options;

  /** Whether there was such an account to give the picture to. */
  const setImage = async (userId: string, image: string | null): Promise<boolean> => {
    const db = await database();
    const changed = await db
      .update(schema.user)
      .set({ image, updatedAt: new Date() })
      .where(eq(schema.user.id, userId))
      .returning({ id: schema.user.id });
    return changed.length > 0;
  };

  return contract.router({
    setPicture: contract.setPicture.handler(async ({ input: file, context, errors }) => {
      const userId = await context.userId();
      if (userId === null) throw errors.UNAUTHORIZED();
      if (file.size > largestPicture) throw errors.PAYLOAD_TOO_LARGE();
      const bytes = await file.bytes();
      const format = readPictureFormat(bytes);
      const fits = format !== null && Math.max(format.width, format.height) <= largestSide;
      if (!fits || format.width === 0 || format.height === 0) throw errors.UNSUPPORTED_MEDIA_TYPE();
      if (!(await limits.consume(`picture:${userId}`, pictureRule)).allowed) throw errors.TOO_MANY_REQUESTS();
      const picture: Picture = { contentType: format.contentType, bytes };
      const image = picturePath(userId, picture);
      await pictures.set(userId, picture);
      if (await setImage(userId, image)) return { image };
      // The account was deleted while its picture was on its way.
      await pictures.remove(userId);
      throw errors.UNAUTHORIZED();
    }),
    removePicture: contract.removePicture.handler(async ({ context, errors }) => {
      const userId = await context.userId();
      if (userId === null) throw errors.UNAUTHORIZED();
      await setImage(userId, null);
      await pictures.remove(userId);
      return { image: null };
    }),
    picture: contract.picture.handler(async ({ input: { userId }, errors }) => {
      const picture = await pictures.get(userId);
      if (picture === null) throw errors.NOT_FOUND();
      const { contentType: type } = picture;
      const extension = type.slice('image/'.length);
      return {
        headers: {
          'cache-control': `public, max-age=${pictureCached}`,
          'content-disposition': `inline; filename="picture.${extension}"`,
        },
        body: new File([Uint8Array.from(picture.bytes)], `picture.${extension}`, { type }),
      };
    }),
    export: contract.export.handler(async ({ context, errors }) => {
      const userId = await context.userId();
      if (userId === null) throw errors.UNAUTHORIZED();
      const db = await database();
      const [user] = await db.select().from(schema.user).where(eq(schema.user.id, userId));
      if (!user) throw errors.UNAUTHORIZED();
      const { account, session, auditEvent } = schema;
      const accounts = await db.select().from(account).where(eq(account.userId, userId));
      const sessions = await db.select().from(session).where(eq(session.userId, userId));
      const events = await db
        .select()
        .from(auditEvent)
        .where(eq(auditEvent.userId, userId))
        .orderBy(desc(auditEvent.happenedAt))
        .limit(exportedEvents);
      const picture = await pictures.get(userId);
      return {
        user: {
          id: user.id,
          name: user.name,
          email: user.email,
          emailVerified: user.emailVerified,
          image: user.image,
          createdAt: user.createdAt.toISOString(),
        },
        picture: picture && {
          contentType: picture.contentType,
          data: Buffer.from(picture.bytes).toString('base64'),
        },
        signIns: accounts.map(({ providerId, accountId, createdAt }) => ({
          provider: providerId,
          accountId,
          createdAt: createdAt.toISOString(),
        })),
        sessions: sessions.map(({ createdAt, expiresAt, ipAddress, userAgent }) => ({
          createdAt: createdAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
          ipAddress,
          userAgent,
        })),
        events: events.map(({ action, ipAddress, happenedAt }) => ({
          action,
          ipAddress,
          happenedAt: happenedAt.toISOString(),
        })),
      };
    }),
  });
}
