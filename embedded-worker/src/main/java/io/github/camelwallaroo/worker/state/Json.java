package io.github.camelwallaroo.worker.state;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectMapper.DefaultTypeResolverBuilder;
import com.fasterxml.jackson.databind.ObjectMapper.DefaultTyping;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.LaissezFaireSubTypeValidator;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** The one mapper: by fields, and where no type is declared, simple types only. Class names never go into the bytes. */
final class Json {

    static final ObjectMapper MAPPER = mapper();

    private Json() {}

    private static ObjectMapper mapper() {
        // The bytes are our own: what could be written has to be readable, however long it is.
        StreamReadConstraints unlimited = StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build();
        JsonMapper mapper = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(unlimited).build())
                .visibility(PropertyAccessor.ALL, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
                // Half of a surrogate pair is a legal String, and no legal UTF-8.
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .addModule(new JavaTimeModule())
                .addModule(UndeclaredKeys.module())
                .build();
        TypeResolverBuilder<?> undeclared = new DefaultTypeResolverBuilder(DefaultTyping.JAVA_LANG_OBJECT,
                LaissezFaireSubTypeValidator.instance)
                .init(JsonTypeInfo.Id.CUSTOM, new UndeclaredTypes())
                .inclusion(JsonTypeInfo.As.WRAPPER_ARRAY);
        mapper.setDefaultTyping(undeclared);
        return mapper;
    }
}
