/** A message to one person, in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail; rejects when it can't be handed over. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  dispose(): void;
}

export function verificationMail(to: string, url: string): Mail {
  return {
    to,
    subject: 'Confirm your e-mail address for FlashFusion',
    text: `Open this link to confirm that the address is yours. It works for an hour.\n\n${url}\n\nIf you did not make an account, there is nothing to do.\n`,
  };
}

export function passwordResetMail(to: string, url: string): Mail {
  return {
    to,
    subject: 'Choose a new password for FlashFusion',
    text: `Open this link to choose a new password. It works once, for an hour.\n\n${url}\n\nIf you did not ask for it, there is nothing to do: your password stays as it is.\n`,
  };
}

/** For an address that has an account when somebody tries to make another: the reply on the page tells nobody. */
export function existingAccountMail(to: string): Mail {
  return {
    to,
    subject: 'You already have a FlashFusion account',
    text: 'Somebody, perhaps you, tried to make an account with this address. You have one: sign in, or choose a new password.\n\nIf it was not you, there is nothing to do.\n',
  };
}
