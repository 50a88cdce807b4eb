import { expect } from 'vitest';

/** A browser without script: follows links and sends forms, and keeps its cookies. `address` is what a proxy says it comes from. */
export function createPlainBrowser(origin: string, address: string | null = null) {
  const cookies = new Map<string, string>();
  const open = async (path: string, form?: Record<string, string>, from = origin) => {
    let target = new URL(path, origin);
    let body = form;
    for (let step = 0; step < 5; step += 1) {
      const response = await fetch(target, {
        method: body ? 'POST' : 'GET',
        redirect: 'manual',
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(address === null ? {} : { 'x-forwarded-for': address }),
          ...(body ? { origin: from, 'content-type': 'application/x-www-form-urlencoded' } : {}),
        },
        ...(body ? { body: new URLSearchParams(body).toString() } : {}),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=', 2);
        if (/max-age=0/i.test(cookie)) cookies.delete(name);
        else cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) {
        return { status: response.status, url: target.href, text: await response.text(), headers: response.headers };
      }
      target = new URL(location, target);
      body = undefined;
    }
    throw new Error(`${path} leads in circles`);
  };
  return {
    open,
    cookies,
    /** Signs up on the page that one is sent to, and says yes or no to the code. */
    async answer(
      page: string,
      decision: 'approve' | 'deny',
      person: { name: string; email: string; password: string },
    ) {
      const first = await open(page);
      expect(first.url).toContain('/sign-in?next=');
      const next = new URL(first.url).searchParams.get('next') ?? '';
      const question = await open('/sign-up', { ...person, next });
      expect(question.text).toContain('Let FlashFusion in?');
      const code = /name="user_code" value="(\w+)"/.exec(question.text)?.[1] ?? '';
      const answered = await open('/device', { user_code: code, decision });
      expect(answered.text).toContain(decision === 'approve' ? 'FlashFusion is signed in' : 'Refused');
    },
  };
}
