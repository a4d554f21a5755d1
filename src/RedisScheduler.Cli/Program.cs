using RedisScheduler.Cli;

return await Rsched.RunAsync(args, Surroundings.OfProcess());
