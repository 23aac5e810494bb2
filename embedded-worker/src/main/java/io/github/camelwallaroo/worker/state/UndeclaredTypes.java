package io.github.camelwallaroo.worker.state;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;

/**
 * Names for the values of places whose type is not declared, such as the elements of a raw list: a fixed few, so that bytes
 * can never choose a class.
 */
final class UndeclaredTypes extends TypeIdResolverBase {

    private static final Map<String, Class<?>> BY_NAME = Map.ofEntries(
            Map.entry("string", String.class), Map.entry("boolean", Boolean.class), Map.entry("int", Integer.class),
            Map.entry("long", Long.class), Map.entry("short", Short.class), Map.entry("byte", Byte.class),
            Map.entry("char", Character.class), Map.entry("float", Float.class), Map.entry("double", Double.class),
            Map.entry("decimal", BigDecimal.class), Map.entry("integer", BigInteger.class),
            Map.entry("bytes", byte[].class), Map.entry("uuid", UUID.class), Map.entry("instant", Instant.class),
            Map.entry("duration", Duration.class), Map.entry("date", LocalDate.class),
            Map.entry("time", LocalTime.class), Map.entry("date-time", LocalDateTime.class),
            Map.entry("list", ArrayList.class), Map.entry("linked-list", LinkedList.class),
            Map.entry("deque", ArrayDeque.class), Map.entry("map", HashMap.class),
            Map.entry("linked-map", LinkedHashMap.class), Map.entry("sorted-map", TreeMap.class),
            Map.entry("concurrent-map", ConcurrentHashMap.class), Map.entry("set", HashSet.class),
            Map.entry("linked-set", LinkedHashSet.class), Map.entry("sorted-set", TreeSet.class));

    private static final Map<Class<?>, String> BY_CLASS = BY_NAME.entrySet()
            .stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    @Override
    public String idFromValue(Object value) {
        return idFromValueAndType(value, value.getClass());
    }

    @Override
    public String idFromValueAndType(Object value, Class<?> type) {
        Class<?> actual = value == null ? type : value.getClass();
        String name = BY_CLASS.get(actual);
        if (name == null) {
            throw new UnsupportedStateException("there is a " + actual.getName()
                    + " in a place whose type is not declared; expected a simple type or a collection of java.util there."
                    + " Declare the type, as a field of the state's class");
        }
        return name;
    }

    @Override
    public JavaType typeFromId(DatabindContext context, String id) throws IOException {
        Class<?> type = BY_NAME.get(id);
        if (type == null) {
            throw new IOException("'" + id + "' names no type; expected one of " + BY_NAME.keySet());
        }
        return context.constructType(type);
    }

    @Override
    public JsonTypeInfo.Id getMechanism() {
        return JsonTypeInfo.Id.CUSTOM;
    }
}
