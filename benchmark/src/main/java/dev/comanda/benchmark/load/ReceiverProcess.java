package dev.comanda.benchmark.load;

/** The {@link Receiver} as a process. Commands: {@code port}, {@code reset}, {@code received FIRST COUNT}. */
public final class ReceiverProcess {
    private ReceiverProcess() {}

    public static void main(String... arguments) throws Exception {
        Receiver receiver = new Receiver();
        Thread.ofPlatform().daemon().name("receiver").start(receiver);
        Commands.serve(words -> switch (words[0]) {
            case "port" -> receiver.port();
            case "received" -> receiver.arrivals().received(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "reset" -> {
                receiver.arrivals().reset();
                yield true;
            }
            default -> throw new IllegalArgumentException(words[0]);
        });
    }
}
