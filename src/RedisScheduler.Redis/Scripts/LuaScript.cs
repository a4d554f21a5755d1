using System.Security.Cryptography;
using System.Text;

namespace RedisScheduler.Redis.Scripts;

/// <summary>A script with its includes resolved, and the hash that Redis knows it by.</summary>
internal sealed record LuaScript(string Name, string Text)
{
    // Redis names scripts by their SHA-1; nothing is secured by it.
#pragma warning disable CA5350
    public byte[] Hash { get; } = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
#pragma warning restore CA5350
}
