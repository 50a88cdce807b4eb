import type { z } from "zod";

/** The body of every reply that isn't a success. `fields` names what to mend in the request. */
export interface ErrorReply {
  readonly error: {
    readonly code: "invalid" | "not_found" | "too_large" | "internal";
    readonly message: string;
    readonly fields?: Readonly<Record<string, string>>;
  };
}

export function errorReply(code: ErrorReply["error"]["code"], message: string): ErrorReply {
  return { error: { code, message } };
}

/** Turns a failed schema into a reply that says which field is wrong, and how. */
export function invalidReply(error: z.ZodError): ErrorReply {
  const fields = Object.fromEntries(
    error.issues.map((issue) => [issue.path.join(".") || "body", issue.message]),
  );
  return { error: { code: "invalid", message: "Some fields are not valid.", fields } };
}
