package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;

record VirtualChange(VirtualHost host, String target, String verb, JsonNode params)
        implements DeviceRequest {

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public Object preview() {
        Map<String, Object> preview = new LinkedHashMap<>();
        preview.put("rpc", "virtual." + verb);
        preview.put("target", target);
        return preview;
    }

    @Override
    public JsonNode send(DeviceCall call) throws DeviceException {
        host.change(target, verb, params);
        return JsonNodeFactory.instance.objectNode().put("accepted", true);
    }
}
