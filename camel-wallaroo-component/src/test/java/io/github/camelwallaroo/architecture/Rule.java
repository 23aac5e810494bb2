package io.github.camelwallaroo.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.io.ObjectInputStream;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in the component. Every rule says what to do when it is broken. */
enum Rule {

    ONLY_THE_ROOT_KNOWS_CAMEL {
        @Override
        ArchRule in(String base) {
            return noClasses().that()
                    .resideOutsideOfPackage(base)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.camel..")
                    .because(
                            "sources, sinks and all below them are usable without Camel: move what needs Camel to the root"
                                    + " package, and pass plain Java types down");
        }
    },

    NOTHING_BELOW_KNOWS_THE_ROOT {
        @Override
        ArchRule in(String base) {
            return noClasses().that()
                    .resideOutsideOfPackage(base)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(base)
                    .because(
                            "arrows point down: move the class that is needed into the package that needs it, or pass its"
                                    + " values as parameters");
        }
    },

    FRAME_KNOWS_NOTHING_OF_OURS {
        @Override
        ArchRule in(String base) {
            return onlyKnows(base, "frame")
                    .because("frames are plain values that everything else builds on: move the code"
                            + " to .codec if it is about bytes, or up to the caller");
        }
    },

    METRICS_KNOW_NOTHING_OF_OURS {
        @Override
        ArchRule in(String base) {
            return onlyKnows(base, "metrics")
                    .because("counters are published by adapters above: pass numbers in, and move"
                            + " what reads them up");
        }
    },

    CODEC_KNOWS_FRAMES_ONLY {
        @Override
        ArchRule in(String base) {
            return onlyKnows(base, "codec", "frame")
                    .because("a codec turns bytes into frames and back, for tests without a"
                            + " network: do the rest in the session or connector that calls it");
        }
    },

    CONVERT_KNOWS_FRAMES_AT_MOST {
        @Override
        ArchRule in(String base) {
            return onlyKnows(base, "convert", "frame", "metrics")
                    .because("an encoder sees a body and gives bytes: pass what"
                            + " else it needs as a parameter, and count in the connector");
        }
    },

    TRANSPORT_KNOWS_FRAMES_AT_MOST {
        @Override
        ArchRule in(String base) {
            return onlyKnows(base, "transport", "frame", "metrics").because("a transport moves bytes and tells of"
                    + " connections: give it an interface to call, and implement that in .source or .sink");
        }
    },

    PYTHON_KNOWS_CONVERSIONS_ONLY {
        @Override
        ArchRule in(String base) {
            return onlyKnows(base, "python", "convert", "metrics")
                    .because("it runs modules and calls their functions, whatever for: pass settings in, and make"
                            + " descriptions of what it says in .application");
        }
    },

    APPLICATION_KNOWS_NO_CONNECTOR {
        @Override
        ArchRule in(String base) {
            return onlyKnows(base, "application", "python", "transport", "codec", "frame", "convert", "metrics")
                    .because(
                            "a description says what a connector is, whoever makes one of it: move the making to .source or"
                                    + " .sink, which may read descriptions");
        }
    },

    SOURCE_DOES_NOT_KNOW_SINK {
        @Override
        ArchRule in(String base) {
            return onlyKnows(base, "source", "application", "transport", "codec", "frame", "convert", "metrics")
                    .because(
                            "sources and sinks are used one without the other: move what both need down to .application,"
                                    + " .transport or .convert");
        }
    },

    SINK_DOES_NOT_KNOW_SOURCE {
        @Override
        ArchRule in(String base) {
            return onlyKnows(base, "sink", "application", "transport", "codec", "frame", "convert", "metrics")
                    .because(
                            "sources and sinks are used one without the other: move what both need down to .application,"
                                    + " .transport or .convert");
        }
    },

    PACKAGES_HAVE_NO_CYCLES {
        @Override
        ArchRule in(String base) {
            return slices().matching(base + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .because(
                            "packages that need each other are one package: move the shared class to the lower one, or turn"
                                    + " one call around with an interface");
        }
    },

    ONLY_THE_TRANSPORT_HAS_SOCKETS {
        @Override
        ArchRule in(String base) {
            Set<Class<?>> types = Set.of(Socket.class, ServerSocket.class, DatagramSocket.class, SocketChannel.class,
                    ServerSocketChannel.class, Selector.class);
            DescribedPredicate<JavaClass> sockets = DescribedPredicate.describe("are sockets",
                    target -> types.stream().anyMatch(target::isAssignableTo));
            return noClasses().that()
                    .resideOutsideOfPackage(base + ".transport..")
                    .should()
                    .dependOnClassesThat(sockets)
                    .because(
                            "another transport must stay possible, and sessions are tested without one: use the types of"
                                    + " .transport, and add there what they lack");
        }
    },

    SESSIONS_AND_CODECS_HAVE_NO_CLOCK {
        @Override
        ArchRule in(String base) {
            DescribedPredicate<JavaClass> timeless = resideInAnyPackage(base + ".frame..", base + ".codec..",
                    base + ".convert..")
                    .or(resideInAnyPackage(base + ".source..", base + ".sink..").and(simpleNameEndingWith("Session")))
                    .as("are frames, codecs, conversions or sessions");
            return noClasses().that(timeless)
                    .should()
                    .callMethodWhere(readsTheClock())
                    .because(
                            "tests step time by hand and never sleep: take the time as a parameter from the connector or"
                                    + " transport that calls");
        }
    },

    NOTHING_DESERIALIZES_OBJECTS {
        @Override
        ArchRule in(String base) {
            return noClasses().should()
                    .dependOnClassesThat(type(ObjectInputStream.class))
                    .because("bytes of a peer must never choose a class: read them with a format of .convert");
        }
    };

    private static final Set<String> CLOCKS = Set.of("java.lang.System.currentTimeMillis", "java.lang.System.nanoTime",
            "java.lang.Thread.sleep");

    /** @param base the package that plays the root, so that the rules can be tried on classes that break them */
    abstract ArchRule in(String base);

    /** The rule as it is checked: a package that is still empty breaks nothing. */
    ArchRule check(String base) {
        return in(base).allowEmptyShould(true);
    }

    private static ArchRule onlyKnows(String base, String from, String... allowed) {
        String[] known = Stream.concat(Stream.of(from), Stream.of(allowed))
                .map(name -> base + "." + name + "..")
                .toArray(String[]::new);
        String wanted = allowed.length == 0 ? "any other" : "others than " + String.join(", ", allowed);
        return noClasses().that()
                .resideInAPackage(base + "." + from + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(base + "..").and(DescribedPredicate.not(resideInAnyPackage(known)))
                                .as("are in " + wanted + " of our packages"));
    }

    private static DescribedPredicate<JavaCall<?>> readsTheClock() {
        return DescribedPredicate.describe("it reads the clock or waits", call -> {
            String owner = call.getTargetOwner().getName();
            String method = owner + "." + call.getName();
            return CLOCKS.contains(method)
                    || owner.equals(Clock.class.getName())
                    || owner.startsWith("java.time.") && call.getName().equals("now");
        });
    }
}
