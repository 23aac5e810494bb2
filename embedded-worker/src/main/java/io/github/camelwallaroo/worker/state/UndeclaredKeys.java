package io.github.camelwallaroo.worker.state;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleKeyDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.module.SimpleSerializers;

/** Keys of maps that do not declare their type: {@code long:5}, so that they come back as what they were. */
final class UndeclaredKeys {

    private static final char SEPARATOR = ':';

    private static final Map<String, Function<String, Object>> PARSERS = Map.of("string", text -> text, "int",
            Integer::valueOf, "long", Long::valueOf, "short", Short::valueOf, "boolean", Boolean::valueOf, "char",
            text -> text.charAt(0), "integer", BigInteger::new, "uuid", UUID::fromString, "instant", Instant::parse,
            "date", LocalDate::parse);

    private UndeclaredKeys() {}

    static Module module() {
        SimpleModule module = new SimpleModule("undeclared keys");
        module.setKeySerializers(new Serializers());
        SimpleKeyDeserializers readers = new SimpleKeyDeserializers();
        readers.addDeserializer(Object.class, new Reader());
        module.setKeyDeserializers(readers);
        return module;
    }

    /** For keys declared as nothing but Object. */
    private static final class Serializers extends SimpleSerializers {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonSerializer<?> findSerializer(SerializationConfig config, JavaType type, BeanDescription bean) {
            return type.getRawClass() == Object.class ? new Writer() : null;
        }
    }

    private static final class Writer extends JsonSerializer<Object> {

        private final UndeclaredTypes names = new UndeclaredTypes();

        @Override
        public void serialize(Object key, JsonGenerator out, SerializerProvider provider) throws IOException {
            String name = names.idFromValue(key);
            if (!PARSERS.containsKey(name)) {
                throw new UnsupportedStateException("there is a map with a " + key.getClass().getName()
                        + " as a key whose type is not declared; expected one of " + PARSERS.keySet());
            }
            out.writeFieldName(name + SEPARATOR + key);
        }
    }

    private static final class Reader extends KeyDeserializer {

        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            int end = key.indexOf(SEPARATOR);
            Function<String, Object> parser = end < 0 ? null : PARSERS.get(key.substring(0, end));
            if (parser == null) {
                throw new IOException("a map's key names no type; expected one of " + PARSERS.keySet());
            }
            return parser.apply(key.substring(end + 1));
        }
    }
}
