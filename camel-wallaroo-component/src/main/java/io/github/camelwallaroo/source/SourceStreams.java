package io.github.camelwallaroo.source;

import java.util.List;

/** The streams of a source connector of generation 1, by name. See {@link SourceConnector} for what each call promises. */
interface SourceStreams {

    void open(String stream, PositionListener listener) throws StreamException;

    void end(String stream);

    void rewound(String stream);

    void stop(String stream, String reason);

    boolean isWritable(String stream, int messages);

    List<StreamStatus> status();
}
