// The ones that every list of leaked passwords begins with, at the length that is asked for.
const leaked = new Set(
  'password12 password123 passw0rd123 1234567890 12345678910 qwertyuiop qwerty12345 1q2w3e4r5t iloveyou123 letmein1234 admin123456 welcome1234 abc1234567 football123 princess123 sunshine123 superman123'.split(
    ' ',
  ),
);

/** What is wrong with a password beside its length; null when nothing is. */
export function passwordFault(password: string, email: string): string | null {
  const lower = password.toLowerCase();
  if (leaked.has(lower) || /^(.)\1*$/.test(password))
    return 'That password is among the first that are tried. Choose another.';
  const name = email.toLowerCase().split('@')[0] ?? '';
  if (lower === email.toLowerCase() || (name.length >= 4 && withoutNumber(lower) === withoutNumber(name))) {
    return 'A password made of the address is easily guessed. Choose another.';
  }
  return null;
}

function withoutNumber(text: string): string {
  return text.replace(/\d+$/, '');
}
