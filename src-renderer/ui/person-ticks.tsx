import './person-colors.css';
import './person-ticks.css';

interface Visitor {
  readonly name: string;
  readonly color: number;
}

/** More would push the name of the file out of its row. */
const mostShown = 3;

/** A square for each of the people who are in a file; with `letters` also what their names begin with. */
export function PersonTicks({ people, letters }: { readonly people: readonly Visitor[]; readonly letters?: boolean }) {
  if (people.length === 0) return null;
  const shown = people.length > mostShown ? people.slice(0, mostShown - 1) : people;
  const more = people.length - shown.length;
  return (
    <span className={letters ? 'person-ticks person-ticks-letters' : 'person-ticks'} data-tooltip={namesOf(people)}>
      {shown.map(({ name, color }) => (
        <span
          key={`${color}${name}`}
          className={`person-tick person-${color + 1}`}
          data-text={letters ? initialOf(name) : undefined}
          aria-hidden="true"
        />
      ))}
      {more > 0 ? <span className="person-ticks-more" data-text={`+${more}`} aria-hidden="true" /> : null}
    </span>
  );
}

/** All names in one line. */
export function namesOf(people: readonly Visitor[]): string {
  return people.map(({ name }) => name).join(', ');
}

function initialOf(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '?';
}
