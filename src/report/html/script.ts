/**
 * Searching, filtering and sorting of the table of findings, in the browser. Everything is read from
 * the table itself, so that there is no second copy of foreign text to be escaped.
 */
export const SCRIPT = String.raw`
(() => {
  'use strict';
  addEventListener('beforeprint', () => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
  const table = document.getElementById('findings-table');
  if (!table) return;
  document.documentElement.classList.add('js');
  const body = table.tBodies[0];
  const STEP = 200;
  const RANK = { critical: 0, high: 1, medium: 2, low: 3, unknown: 4 };
  const rows = [...body.rows].map((row, index) => ({ row, index, words: undefined }));
  const words = (one) => (one.words ??= one.row.textContent.toLowerCase());
  const search = document.getElementById('search');
  const count = document.getElementById('count');
  const more = document.getElementById('more');
  const buttons = [...document.querySelectorAll('.filters button')];
  let room = STEP;

  const pressed = (name) =>
    buttons.filter((b) => b.getAttribute('aria-pressed') === 'true' && b.dataset[name]).map((b) => b.dataset[name]);

  function update() {
    const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = pressed('severity');
    const only = pressed('only');
    let found = 0;
    for (const one of rows) {
      const { severity, standing, fix } = one.row.dataset;
      const fits =
        (severities.length === 0 || severities.includes(severity)) &&
        (!only.includes('fix') || fix !== undefined) &&
        (!only.includes('fails') || standing === 'fails') &&
        asked.every((word) => words(one).includes(word));
      if (fits) found += 1;
      one.row.classList.remove('later');
      one.row.hidden = !fits || found > room;
    }
    const all = rows.length;
    const shown = Math.min(found, room);
    const noun = all === 1 ? ' finding' : ' findings';
    count.textContent =
      (found === all ? all + noun : found + ' of ' + all + noun) +
      (shown < found ? ', the first ' + shown + ' are shown' : '');
    more.parentElement.hidden = shown === found;
    more.textContent = 'Show ' + Math.min(STEP, found - shown) + ' more';
  }

  const restart = () => {
    room = STEP;
    update();
  };
  let waiting;
  search.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(restart, rows.length > 2000 ? 150 : 0);
  });
  search.form.addEventListener('submit', (event) => event.preventDefault());
  for (const button of buttons) {
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      restart();
    });
  }
  more.addEventListener('click', () => {
    const next = rows.find((one) => one.row.hidden)?.row;
    room += STEP;
    update();
    next?.querySelector('a')?.focus();
  });

  const text = (column) => (one) => one.row.cells[column].textContent.trim();
  const KEYS = {
    severity: (one) => RANK[one.row.dataset.severity],
    id: text(1),
    package: text(2),
    fix: text(3),
    verdict: text(4),
  };
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  const heads = [...table.tHead.querySelectorAll('th')];
  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => sortBy(head));
  }

  function sortBy(head) {
    const down = head.getAttribute('aria-sort') === 'ascending';
    for (const other of heads) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const key = KEYS[head.dataset.sort];
    const keys = new Map(rows.map((one) => [one, key(one)]));
    const order = (a, b) =>
      typeof keys.get(a) === 'number' ? keys.get(a) - keys.get(b) : compare(keys.get(a), keys.get(b));
    rows.sort((a, b) => (down ? -order(a, b) : order(a, b)) || a.index - b.index);
    body.append(...rows.map((one) => one.row));
    update();
  }
  heads[0].setAttribute('aria-sort', 'ascending');
  update();
})();
`;
