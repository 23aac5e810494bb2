package io.github.camelwallaroo.application;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.regex.Pattern;

/** An application described by a Java class or object. */
final class JavaModule {

    private static final Pattern CLASS_NAME = Pattern
            .compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
                    + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

    private JavaModule() {}

    static boolean isClassName(String name) {
        return CLASS_NAME.matcher(name).matches();
    }

    /**
     * A class, not initialized.
     *
     * @throws ApplicationException if it is there and cannot be loaded
     */
    static Optional<Class<?>> find(String name, ClassLoader classes) {
        if (!isClassName(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName(name, false, classes));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (NoClassDefFoundError e) {
            // A file system that ignores case gives the class of a name in other letters.
            if (e.getMessage() != null && e.getMessage().contains("wrong name")) {
                return Optional.empty();
            }
            throw unloadable(name, e);
        } catch (LinkageError e) {
            throw unloadable(name, e);
        }
    }

    private static ApplicationException unloadable(String name, LinkageError e) {
        return new ApplicationException("class " + name + ": cannot be loaded (" + oneLine(e)
                + "); expected it with everything that it needs on the classpath, compiled for this Java or an older one",
                e);
    }

    /** Makes an object of a class and asks it. */
    static ApplicationDescription describe(Class<?> type, ApplicationArguments arguments) {
        String place = "class " + type.getName();
        if (!ApplicationModule.class.isAssignableFrom(type)) {
            throw new ApplicationException(place + " describes no application; expected one that implements "
                    + ApplicationModule.class.getName());
        }
        if (!Modifier.isPublic(type.getModifiers())) {
            throw new ApplicationException(place + " is not public; expected a public class");
        }
        return describe((ApplicationModule) instance(type, place), place, type.getName(), arguments);
    }

    /**
     * Asks an object that goes by a name.
     *
     * @param place how messages name it
     */
    static ApplicationDescription describe(Object bean, String place, ApplicationArguments arguments) {
        if (bean instanceof ApplicationDescription description) {
            return checked(description.foundIn(place, description.worker().orElse(null)));
        }
        if (bean instanceof ApplicationModule module) {
            return describe(module, place, null, arguments);
        }
        throw new ApplicationException(place + " of class " + bean.getClass().getName()
                + " describes no application; expected one that implements " + ApplicationModule.class.getName()
                + ", or an " + ApplicationDescription.class.getSimpleName());
    }

    private static Object instance(Class<?> type, String place) {
        try {
            return type.getConstructor().newInstance();
        } catch (NoSuchMethodException e) {
            throw new ApplicationException(place + " has no public constructor without parameters; expected one", e);
        } catch (InstantiationException e) {
            throw new ApplicationException(place + " is abstract; expected a class of which an object can be made", e);
        } catch (IllegalAccessException e) {
            throw new ApplicationException(place + " is not public; expected a public class", e);
        } catch (InvocationTargetException e) {
            throw new ApplicationException(place + ": its constructor failed: " + oneLine(e.getCause()), e.getCause());
        } catch (ExceptionInInitializerError e) {
            throw new ApplicationException(place + ": its static initializer failed: " + oneLine(e.getCause()), e);
        } catch (LinkageError e) {
            // The second time, Java has a summary of what happened the first time.
            if (e.getCause() instanceof ExceptionInInitializerError before) {
                throw new ApplicationException(place + ": its static initializer failed: " + oneLine(before), e);
            }
            throw unloadable(type.getName(), e);
        }
    }

    private static ApplicationDescription describe(ApplicationModule module, String place, String worker,
            ApplicationArguments arguments) {
        ApplicationDescription description;
        try {
            description = module.describe(arguments.commandLine());
        } catch (ApplicationException e) {
            throw new ApplicationException(place + ": " + e.getMessage(), e);
        } catch (Exception | LinkageError e) {
            throw new ApplicationException(place + ": the application could not be set up: " + oneLine(e), e);
        }
        if (description == null) {
            throw new ApplicationException(place + " gave no description; expected one that names its connectors");
        }
        return checked(description.foundIn(place, worker));
    }

    private static ApplicationDescription checked(ApplicationDescription description) {
        description.connectors()
                .values()
                .stream()
                .filter(connector -> connector.port() == 0)
                .findFirst()
                .ifPresent(
                        connector -> {
                            throw new ApplicationException(description.source() + ": connector '" + connector.name()
                                    + "' has no port; expected one from 1 to 65535, .port(7100) for example, since worker and"
                                    + " connector find each other by it");
                        });
        return description;
    }

    private static String oneLine(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof ExceptionInInitializerError && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString().lines().findFirst().orElse("");
    }
}
