/** Something that a line of a program's output says about a file, whose path is as the program wrote it. */
export interface MatchedProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly source: string;
}

/** Reads the lines of one program's output, in order. */
export interface ProblemMatcher {
  /** One line, without its end and without escape sequences. */
  line(line: string): readonly MatchedProblem[];
  /** Whether the line says that the program starts over (watch mode), so that what it said before no longer counts. */
  startsOver(line: string): boolean;
}
