import type { ModelProblem, ModelProblemReason } from '../../../../contract/model/assistant-model.ts';
import { t } from '../../../../localization/index.ts';

/** What an HTTP answer, or the lack of one, said about why there is none. */
export interface Failure {
  /** Null where nothing was answered. */
  readonly status: number | null;
  readonly code: string;
  readonly message: string;
  readonly retryAfter: number | null;
  /** The system's own code: `ECONNREFUSED`. */
  readonly systemCode: string;
}

/** Whom a problem is told of. */
export interface ProblemPlace {
  readonly server: string;
  readonly model: string;
  readonly hasKey: boolean;
  /** What must not be repeated. */
  readonly key: string | null;
}

/** A problem in words: what happened, then what to do. */
export function modelProblem(
  reason: ModelProblemReason,
  message: string,
  more: { retryAfter?: number | null; detail?: string } = {},
): ModelProblem {
  return { reason, message, retryAfter: more.retryAfter ?? null, detail: more.detail ?? '' };
}

/** The server did not take the tools that were offered; the same can be asked without. */
export function refusesTools({ status, message }: Failure): boolean {
  return (
    (status === 400 || status === 404 || status === 422 || status === 500 || status === 501) &&
    /tool|function/i.test(message) &&
    /not support|unsupported|does not|doesn't|no endpoints|not allowed|unknown|unrecognized|requires|jinja/i.test(
      message,
    )
  );
}

/** One of the parameters of a request that its server does not know, or not with such a value, and that can be left out; null when it is something else. */
export function refusedParameter({ status, message, code }: Failure, parameters: readonly string[]): string | null {
  if (status !== 400 && status !== 422) return null;
  // With the question it is more than the context holds: what that leaves is a lower limit than ours.
  if (/in the completion/i.test(message)) return parameters.find((name) => name.startsWith('max_')) ?? null;
  if (
    !/unsupported|not support|unknown|unrecognized|unexpected|extra|invalid|not permitted|too large/i.test(
      `${code} ${message}`,
    )
  ) {
    return null;
  }
  return parameters.find((parameter) => message.includes(parameter)) ?? null;
}

/** Tells people why a model did not answer. */
export function describeFailure(failure: Failure, place: ProblemPlace): ModelProblem {
  const { status, code, message, retryAfter } = failure;
  const { server, model } = place;
  const detail = withoutKeys(message, place.key);
  const say = (reason: ModelProblemReason, text: string) => modelProblem(reason, text, { retryAfter, detail });
  if (isTooLong(failure)) {
    return say(
      'contextTooLong',
      t(
        'This is more than {{model}} can read at once. Remove parts of the context, or choose a model that reads more.',
        { model },
      ),
    );
  }
  if (/(only|not) supported in (the )?v1\/|not a chat model/i.test(message)) {
    return say('modelNotFound', t('The model "{{model}}" cannot be asked here. Choose another one.', { model }));
  }
  if (/content_filter|content_policy|safety/i.test(code))
    return say('refused', t('{{server}} declined to answer this. Say it in other words.', { server }));
  switch (status) {
    case null:
      return say(...unreachable(failure, server));
    case 401:
    case 403:
      return place.hasKey
        ? say('wrongKey', t('{{server}} does not accept the key. Give another one in the settings.', { server }))
        : say('noKey', t('{{server}} asks for a key. Add one in the settings.', { server }));
    case 402:
      return say(
        'noQuota',
        t('The account at {{server}} has nothing left to spend. Add credit there, or choose another model.', {
          server,
        }),
      );
    case 404:
      return say(
        'modelNotFound',
        t('{{server}} has no model "{{model}}" for this key. Choose another one.', { server, model }),
      );
    case 408:
    case 504:
      return say('serverError', t('{{server}} took too long to answer. Try again.', { server }));
    case 429:
      if (/insufficient_quota|billing|credit/i.test(`${code} ${message}`)) {
        return say(
          'noQuota',
          t('The account at {{server}} has nothing left to spend. Add credit there, or choose another model.', {
            server,
          }),
        );
      }
      return retryAfter === null
        ? say('rateLimited', t('{{server}} was asked too often. Wait a little, then try again.', { server }))
        : say(
            'rateLimited',
            t('{{server}} was asked too often. Try again in {{seconds}} s.', {
              server,
              seconds: Math.ceil(retryAfter),
            }),
          );
    default:
      if (/model.*(not found|does not exist|not available)|model_not_found|no such model/i.test(`${code} ${message}`)) {
        return say(
          'modelNotFound',
          t('{{server}} has no model "{{model}}" for this key. Choose another one.', { server, model }),
        );
      }
      if (status >= 500)
        return say(
          'serverError',
          t('{{server}} failed with an error of its own ({{status}}). Try again.', { server, status }),
        );
      return say(
        'badAnswer',
        t('{{server}} did not take the request ({{status}}). What it said is below.', { server, status }),
      );
  }
}

function unreachable({ systemCode }: Failure, server: string): [ModelProblemReason, string] {
  switch (systemCode) {
    case 'ECONNREFUSED':
      return ['unreachable', t('Nothing answers at {{server}}. Start the server, or check its address.', { server })];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['unreachable', t('{{server}} was not found. Check the address and the network.', { server })];
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
    case 'EPIPE':
      return ['unreachable', t('{{server}} closed the connection before it answered. Try again.', { server })];
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return ['unreachable', t('{{server}} took too long to answer. Try again.', { server })];
    default:
      return systemCode.startsWith('ERR_TLS') || systemCode.includes('CERT')
        ? ['unreachable', t('The certificate of {{server}} is not valid. Check the address.', { server })]
        : ['unreachable', t('{{server}} cannot be reached. Check the address and the network.', { server })];
  }
}

function isTooLong({ status, code, message }: Failure): boolean {
  if (status === 413 || code === 'context_length_exceeded') return true;
  return (
    status !== 429 &&
    /context[ _-]?(length|window|size)|maximum context|exceeds? the (available )?context|prompt is too long|too many tokens/i.test(
      `${code} ${message}`,
    )
  );
}

/** A server's own words, short, and without the key or anything that looks like one. */
export function withoutKeys(text: string, key: string | null): string {
  const bare = key !== null && key !== '' ? text.replaceAll(key, '•••') : text;
  return bare
    .replace(/\b(sk|pk|rk|gsk|key|xai)-[\w*.-]{6,}/gi, '•••')
    .replace(/\bBearer\s+\S+/gi, 'Bearer •••')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 1000);
}
