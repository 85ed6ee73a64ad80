package dev.comanda.partners.target;

import java.util.List;

/** Target policies for tests of other rooms. */
public final class Targets {
    private Targets() {}

    public static TargetPolicy policy(List<String> allowed, Resolver resolver) {
        return new TargetPolicy(allowed, false, resolver);
    }
}
