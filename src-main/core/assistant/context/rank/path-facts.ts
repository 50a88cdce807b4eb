import type { FileRecord } from '../index/file-record.ts';
import { hashWord, termsOfIdentifier } from '../index/terms.ts';
import { type PathSort, sortOfPath } from './question-kind.ts';

/** What ranking asks of a path, whatever the question. */
export interface PathFacts {
  /** Of its words, once each. */
  readonly terms: readonly number[];
  /** Of the words of the file's name without its ending. */
  readonly nameTerms: readonly number[];
  /** In lower case: the file's name, the same without its ending, and the whole path. */
  readonly name: string;
  readonly bareName: string;
  readonly lowerCase: string;
  /** How many pieces it has between slashes, dots and dashes. */
  readonly pieces: number;
  readonly sort: PathSort;
}

/** The words of a path, once each. */
export function pathTerms(path: string): number[] {
  return [...new Set((path.match(/[\p{L}\p{N}_$]+/gu) ?? []).flatMap((part) => termsOfIdentifier(part)).map(hashWord))];
}

/** Works out the facts of each record's path once. */
export function createPathFacts(): (record: FileRecord) => PathFacts {
  const known = new WeakMap<FileRecord, PathFacts>();
  return (record) => {
    const found = known.get(record) ?? pathFacts(record.path);
    known.set(record, found);
    return found;
  };
}

export function pathFacts(path: string): PathFacts {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const bareName = name.replace(/\.[^.]+$/, '');
  return {
    terms: pathTerms(path),
    nameTerms: pathTerms(bareName),
    name: name.toLowerCase(),
    bareName: bareName.toLowerCase(),
    lowerCase: path.toLowerCase(),
    pieces: path.split(/[/._-]/).length,
    sort: sortOfPath(path),
  };
}
