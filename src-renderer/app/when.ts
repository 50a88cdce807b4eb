/** A parsed when-clause. */
export type WhenExpression =
  | { readonly kind: 'literal'; readonly value: boolean | string | number }
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'not'; readonly operand: WhenExpression }
  | { readonly kind: 'and' | 'or'; readonly left: WhenExpression; readonly right: WhenExpression }
  | { readonly kind: 'equal' | 'unequal'; readonly name: string; readonly value: boolean | string | number };

export type ContextValues = Readonly<Record<string, boolean | string | number>>;

const tokenPattern = /\s*(&&|\|\||==|!=|!|\(|\)|'[^']*'|"[^"]*"|[\w.:/-]+)/y;

/**
 * Parses `editorFocus && (mode == 'insert' || !readOnly)`: `!`, `==` and `!=` bind tightest, then `&&`, then `||`.
 * Throws with the place when the text is not a when-clause.
 */
export function parseWhen(text: string): WhenExpression {
  const tokens = tokenize(text);
  let position = 0;
  const peek = () => tokens[position];
  const take = () => tokens[position++];

  const parseOr = (): WhenExpression => {
    let left = parseAnd();
    while (peek() === '||') {
      take();
      left = { kind: 'or', left, right: parseAnd() };
    }
    return left;
  };
  const parseAnd = (): WhenExpression => {
    let left = parseNot();
    while (peek() === '&&') {
      take();
      left = { kind: 'and', left, right: parseNot() };
    }
    return left;
  };
  const parseNot = (): WhenExpression => {
    if (peek() !== '!') return parsePrimary();
    take();
    return { kind: 'not', operand: parseNot() };
  };
  const parsePrimary = (): WhenExpression => {
    const token = take();
    if (token === '(') {
      const inner = parseOr();
      if (take() !== ')') throw new Error(`when-clause "${text}" lacks a closing bracket`);
      return inner;
    }
    if (token === undefined || isOperator(token)) {
      throw new Error(`when-clause "${text}" needs a name ${token === undefined ? 'at its end' : `before "${token}"`}`);
    }
    const comparison = peek();
    if (comparison === '==' || comparison === '!=') {
      take();
      const value = take();
      if (value === undefined || isOperator(value)) throw new Error(`when-clause "${text}" compares with nothing`);
      return { kind: comparison === '==' ? 'equal' : 'unequal', name: token, value: literal(value) };
    }
    const value = literal(token);
    return typeof value === 'string' && !isQuoted(token) ? { kind: 'key', name: token } : { kind: 'literal', value };
  };

  const expression = parseOr();
  if (position < tokens.length) throw new Error(`when-clause "${text}" does not end at "${tokens[position]}"`);
  return expression;
}

/** Whether the clause holds. Names that nobody has set count as false. */
export function evaluateWhen(expression: WhenExpression, context: ContextValues): boolean {
  switch (expression.kind) {
    case 'literal':
      return Boolean(expression.value);
    case 'key':
      return Boolean(context[expression.name]);
    case 'not':
      return !evaluateWhen(expression.operand, context);
    case 'and':
      return evaluateWhen(expression.left, context) && evaluateWhen(expression.right, context);
    case 'or':
      return evaluateWhen(expression.left, context) || evaluateWhen(expression.right, context);
    case 'equal':
      return (context[expression.name] ?? false) === expression.value;
    case 'unequal':
      return (context[expression.name] ?? false) !== expression.value;
  }
}

/** The facts that a clause is about. */
export function namesOfWhen(expression: WhenExpression): readonly string[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'key':
    case 'equal':
    case 'unequal':
      return [expression.name];
    case 'not':
      return namesOfWhen(expression.operand);
    case 'and':
    case 'or':
      return [...new Set([...namesOfWhen(expression.left), ...namesOfWhen(expression.right)])];
  }
}

/** A clause with other names for facts, of which some become comparisons; the rest stays as it was written. */
export function renameInWhen(text: string, names: Readonly<Record<string, string>>): string {
  return tokenize(text)
    .map((token, index, tokens) => {
      const name = Object.hasOwn(names, token) ? names[token] : undefined;
      const compared = /^[!=]=$/.test(tokens[index + 1] ?? '') || /^[!=]=$/.test(tokens[index - 1] ?? '');
      if (name === undefined || compared) return token;
      return name.includes(' ') ? `(${name})` : name;
    })
    .join(' ')
    .replaceAll(/(!|\() /g, '$1')
    .replaceAll(' )', ')');
}

/** What is wrong with a clause as somebody wrote it, in words; null when it can be read. An empty one always holds. */
export function whenProblem(text: string): string | null {
  if (text.trim() === '') return null;
  try {
    parseWhen(text);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  }
}

const parsed = new Map<string, WhenExpression>();

/** Evaluates a clause given as text, parsed once. No clause always holds; one that cannot be parsed never does. */
export function holds(when: string | undefined, context: ContextValues): boolean {
  if (!when) return true;
  let expression = parsed.get(when);
  if (!expression) {
    try {
      expression = parseWhen(when);
    } catch (error) {
      reportError(error);
      expression = { kind: 'literal', value: false };
    }
    parsed.set(when, expression);
  }
  return evaluateWhen(expression, context);
}

function tokenize(text: string): readonly string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.trimEnd().length) {
    const start = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match?.[1]) throw new Error(`when-clause "${text}" cannot be read from character ${start + 1} on`);
    tokens.push(match[1]);
  }
  return tokens;
}

function isOperator(token: string): boolean {
  return /^(&&|\|\||==|!=|!|\(|\))$/.test(token);
}

function isQuoted(token: string): boolean {
  return token.startsWith("'") || token.startsWith('"');
}

function literal(token: string): boolean | string | number {
  if (isQuoted(token)) return token.slice(1, -1);
  if (token === 'true') return true;
  if (token === 'false') return false;
  return /^-?\d+(\.\d+)?$/.test(token) ? Number(token) : token;
}
