using System.Net;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>Which addresses are public: not those that the special-purpose registries of IANA (RFC 6890) keep from the global internet, and no multicast.</summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared by carriers (CGNAT)
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, cloud metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays, withdrawn
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast
            "::/96", // unspecified, loopback, IPv4-compatible
            "64:ff9b:1::/48", // local translation to IPv4
            "100::/64", // discarded
            "2001::/23", // protocol assignments, Teredo
            "2001:db8::/32", // documentation
            "3fff::/20", // documentation
            "5f00::/16", // segment routing
            "fc00::/7", // unique local
            "fe80::/10", // link-local
            "fec0::/10", // site-local
            "ff00::/8", // multicast
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether an address is on the global internet. One that carries an IPv4 address inside (mapped, translated, 6to4) is what that one is.</summary>
    public static bool IsPublic(IPAddress address)
    {
        // A mapped address is contained in the networks of the IPv4 address inside; the other forms have to be opened.
        var inner = Inner(address);
        return !Array.Exists(NotPublic, network => network.Contains(inner));
    }

    private static IPAddress Inner(IPAddress address) =>
        Translated.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12, 4))
        : SixToFour.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(2, 4))
        : address;
}
