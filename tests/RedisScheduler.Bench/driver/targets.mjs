// What issue 3 asks of a figure: in words, and whether it is reached. Given our medians, the peers' by name, the figure's name, ours of all cases by id, and the database.
const peer = (peers, key) => peers.bullmq?.[key];

/** At least so many times BullMQ's figure of the same run; of another name where it is said. */
export const times = (factor, theirKey) => ({
  text: `≥ ${factor} × BullMQ`,
  reached: (ours, peers, key) => ours[key] >= factor * peer(peers, theirKey ?? key),
});

/** As late as BullMQ divided by so much, and within so many milliseconds. */
export const atMost = (figure, factor) => ({
  text: factor ? `≤ ${figure}, ≥ ${factor} × sooner than BullMQ` : figure === 0 ? 'none' : `≤ ${figure}`,
  reached: (ours, peers, key) => ours[key] <= figure && (!factor || ours[key] * factor <= peer(peers, key)),
});

/** At least so many with SQLite, and so many with PostgreSQL. */
export const atLeast = (sqlite, postgres) => ({
  text: `≥ ${sqlite.toLocaleString('en')} / ${postgres.toLocaleString('en')}`,
  reached: (ours, _, key, all, database) => ours[key] >= { sqlite, postgres }[database],
});

export const fewerThanPeer = { text: 'fewer than BullMQ', reached: (ours, peers, key) => ours[key] < peer(peers, key) };

/** Not less than the same figure of another case. */
export const asMuchAs = (id, words) => ({ text: `≥ ${words}`, reached: (ours, _, key, all) => ours[key] >= (all[id]?.[key] ?? Infinity) });
