using RedisScheduler.Executions;
using RedisScheduler.Storage.History;

namespace RedisScheduler.Storage.Tests.History;

/// <summary>The fold alone, over a store that is a dictionary: many more lives than a database would take in the same time.</summary>
public sealed class FoldTests
{
    [Test]
    public void Any_order_and_any_repetition_of_a_runs_events_end_in_the_same_rows()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var life = Lives.Of(random, Facts.Due);
            var expected = new Store();
            expected.Apply(life);

            var mixed = life.Concat(life.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(mixed);
            var actual = new Store();
            foreach (var batch in mixed.Chunk(random.Next(1, 5)))
                actual.Apply(batch);

            Assert.That(actual.Told(), Is.EqualTo(expected.Told()), () => $"seed {seed}: {string.Join(Environment.NewLine, life.Select(fact => fact.ToString()))}");
        }
    }

    [Test]
    public void A_replayed_life_writes_nothing()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var life = Lives.Of(new Random(seed), Facts.Due);
            var store = new Store();
            store.Apply(life);

            Assert.That(store.Apply(life), Is.Zero, () => $"seed {seed}");
        }
    }

    private sealed class Store
    {
        private readonly SortedDictionary<long, AttemptRow> attempts = [];
        private ExecutionRow? row;

        /// <summary>Applies one batch; answers how many rows it writes.</summary>
        public int Apply(IEnumerable<JobEvent> batch)
        {
            var run = row is null ? new Run(Facts.Id()) : new Run(row, [.. attempts.Values]);
            foreach (var fact in batch)
                run.Apply(fact);
            var written = run.AttemptsToWrite().ToList();
            foreach (var attempt in written)
                attempts[attempt.Number] = attempt;
            row = run.Row;
            return written.Count + (run.HasChanged ? 1 : 0);
        }

        /// <summary>What a reader is told.</summary>
        public string Told()
        {
            return string.Join(Environment.NewLine, AttemptFold.Shown(row!, attempts.Values).Select(attempt => attempt.ToAttempt().ToString()).Prepend(row!.ToString()));
        }
    }
}
