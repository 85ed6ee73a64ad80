package dev.comanda.partners.target;

import java.util.List;

/** Target policies for tests of other rooms. */
public final class Targets {
    private Targets() {}

    public static TargetPolicy policy(List<String> anyHostIn, Resolver resolver) {
        return new TargetPolicy(List.of(), anyHostIn, false, resolver);
    }
}
