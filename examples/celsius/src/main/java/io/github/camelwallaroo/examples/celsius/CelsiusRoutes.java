package io.github.camelwallaroo.examples.celsius;

import org.apache.camel.builder.RouteBuilder;

/** What routes.yaml declares, in Java and without the templates: plain endpoints on both sides of {@code wallaroo:}. */
public final class CelsiusRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("netty:udp://127.0.0.1:{{celsius.udp.in:6789}}?sync=false&udpByteArrayCodec=true").routeId("celsius-feed")
                .to("wallaroo:celsius_feed?application={{celsius.application:celsius}}");

        from("wallaroo:fahrenheit_conversion?application={{celsius.application:celsius}}")
                .routeId("fahrenheit-conversion")
                .log("${body} F")
                .convertBodyTo(byte[].class)
                .to("netty:udp://127.0.0.1:{{celsius.udp.out:8901}}?sync=false&udpByteArrayCodec=true"
                        + "&udpConnectionlessSending=true");
    }
}
