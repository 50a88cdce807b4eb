import './mark.css';

/** FlashFusion's mark: two strokes meeting. Beside a name that says the same it is decoration. */
export function Mark({ large = false }: { large?: boolean }) {
  return (
    <svg className={large ? 'mark mark-large' : 'mark'} viewBox="0 0 20 20" aria-hidden="true">
      <path className="mark-blade-a" d="M12.4 1.5 3.2 11.4h5.3l1.9-3.7z" />
      <path className="mark-blade-b" d="M7.6 18.5 16.8 8.6h-5.3l-1.9 3.7z" />
    </svg>
  );
}
